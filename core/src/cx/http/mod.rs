//! HTTP requests of plugins: [`Cx::http`](crate::Cx::http).

mod builder;
mod check;
mod handle;
mod urlencoded;

pub use builder::HttpRequestBuilder;
pub use handle::Http;
