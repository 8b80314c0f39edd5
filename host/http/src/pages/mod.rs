//! Pages for browsers: the start page, those of agents and sessions, and the login. They run no scripts.

pub(crate) mod agent;
mod cards;
mod error_page;
mod html_page;
pub(crate) mod login;
pub(crate) mod session;
pub(crate) mod start;
mod templates;

pub(crate) use error_page::with_error_pages;
