//! The edge: everything that touches a page. It performs and decides nothing.

pub mod api;
pub mod browser;
pub mod canvas;
pub mod default_shape;
pub mod documents;
pub mod handles;
pub mod host;
pub mod js_error;
pub mod js_value;
pub mod late;
pub mod metrics;
pub mod net;
pub mod page;
pub mod panic;
pub mod recorder;
pub mod registry;
pub mod storage;
pub mod view;
pub mod widget;

/// Two kilobytes less to load than the standard library's own, for half as much memory again.
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();
