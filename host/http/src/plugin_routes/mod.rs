//! The routes of plugins: `/plugins/{id}/..`, answered by the router of the plugin that is live.
//!
//! `handler` is the way of a request: the plugin is found, the body read, the request made one of the plugin's own
//! (`request`), and the answer one of this host (`headers`, `body`).

mod body;
mod handler;
mod headers;
mod refusal;
mod request;

pub(crate) use handler::answer_route;
