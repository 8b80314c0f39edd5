//! The HTTP requests of plugins: who may ask whom, and within which limits.
//!
//! A name is looked up once for a connection, inside the connector: the addresses that pass the check of `access` are the
//! ones that are connected to. Each plugin has a client of its own, so that no connection is used under another
//! plugin's rights. Redirects are followed here, one checked request each.

mod access;
mod addresses;
mod client;
mod failure;
mod limits;
mod redirect;
mod request;
mod resolver;
mod response;

pub(crate) use client::HttpClient;
