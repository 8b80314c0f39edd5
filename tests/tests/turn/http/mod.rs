//! HTTP requests of plugins through the real engine: whom they reach, within which limits, and what is refused.

mod access;
mod asker;
mod exchange;
mod limits;
mod names;
mod proxy;
mod redirects;
mod server;
mod webhook;
