//! The edge: everything that touches a page. It performs and decides nothing.

pub mod abort;
pub mod body;
pub mod canvas;
pub mod dom;
pub mod failure;
pub mod handles;
pub mod intl;
pub mod observe;
pub mod panic;
pub mod pool;
pub mod store;
pub mod transport;
