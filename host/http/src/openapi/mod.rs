//! The OpenAPI document: of the host's own routes, made once, and of those of the plugins that are live.

pub(crate) mod document;
mod plugin_document;
mod plugin_routes;

pub(crate) use document::{Document, base};
