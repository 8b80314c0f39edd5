//! Tools: their descriptions for the model and the checks of their arguments, each made once.

mod catalog;
mod schema;

pub(crate) use catalog::ToolCatalog;
