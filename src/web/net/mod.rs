//! Requests: from a URL to a status and a body, in turn, shared, within their limits.

pub mod abort;
pub mod body;
pub mod dashboard_writer;
pub mod fetch;
pub mod request_pool;
pub mod server_clock;
pub mod timed;
pub mod transport;
pub mod url;
