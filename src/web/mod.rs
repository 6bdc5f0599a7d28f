//! The edge: everything that touches a page. It performs and decides nothing.

pub mod abort;
pub mod api;
pub mod ask;
pub mod body;
pub mod cache;
pub mod canvas;
pub mod clock;
pub mod colors;
pub mod dom;
pub mod expect;
pub mod export;
pub mod failure;
pub mod handles;
pub mod host;
pub mod indexer;
pub mod intl;
pub mod metrics;
pub mod observe;
pub mod page;
pub mod panic;
pub mod pool;
pub mod saving;
pub mod store;
pub mod transport;
pub mod view;
pub mod widget;
