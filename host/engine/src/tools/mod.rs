//! Tools: their descriptions for the model and the checks of their arguments, each made once.

mod catalog;

pub(crate) use catalog::ToolCatalog;
