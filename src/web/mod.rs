//! The edge: everything that touches a page. It performs and decides nothing.

pub mod dom;
pub mod observe;
