//! The routes of plugins: behind the host's door, within its limits, and no danger to it.

mod callers;
mod harm;
mod instances;
mod pages;
mod paths;

pub(crate) use pages::Pages;
