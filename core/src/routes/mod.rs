//! The HTTP routes of a plugin: what its handlers are given, and axum itself.
//!
//! A router takes what it needs of the plugin along as its state; who asks is the [`Cx`](crate::Cx) of the request, which
//! is an extractor.
//!
//! ```
//! use hookwire::routes::axum::extract::State;
//! use hookwire::routes::axum::routing::get;
//! use hookwire::routes::{BasePath, Router};
//! use hookwire::{Cx, plugin};
//! use std::sync::Arc;
//! use std::sync::atomic::{AtomicU64, Ordering};
//!
//! #[derive(Default)]
//! struct Visits(Arc<AtomicU64>);
//!
//! /// Counts visits.
//! #[plugin(id = "visits", capabilities = [routes])]
//! impl Visits {
//!     #[routes(nav = "Visits")]
//!     fn routes(&self) -> Router {
//!         Router::new().route("/", get(count)).with_state(Arc::clone(&self.0))
//!     }
//! }
//!
//! async fn count(State(visits): State<Arc<AtomicU64>>, base: BasePath, cx: Cx) -> String {
//!     let count = visits.fetch_add(1, Ordering::Relaxed) + 1;
//!     format!("{:?} is number {count} at {}", cx.identity().user, base.link("/"))
//! }
//! ```

mod base_path;
mod extract;
mod plugin_path;

pub use axum;
pub use axum::Router;
pub use base_path::BasePath;
pub use extract::NoContext;
pub use plugin_path::PluginPath;
