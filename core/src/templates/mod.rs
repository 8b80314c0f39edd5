//! Templates and the layout of the host's pages: what fills in [`#[template]`](macro@crate::template)s, for hosts and the test kit.
//!
//! [`Templates`] holds those of one plugin, with the layout; [`Site`] is what the layout shows. The syntax is that of Jinja, as
//! the crate `minijinja` has it.

mod error;
mod output;
mod site;
mod source;
#[allow(clippy::module_inception, reason = "it holds the type of this name")]
mod templates;

pub use site::{NavEntry, Site, navigation};
pub use source::{LAYOUT, TemplateSource};
pub use templates::Templates;
