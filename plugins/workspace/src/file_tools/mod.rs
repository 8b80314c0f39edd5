//! The work of the file tools, one request a tool.

mod diff;
mod edit;
mod list;
mod read;
mod search;
mod write;

pub(crate) use edit::EditRequest;
pub(crate) use list::ListRequest;
pub(crate) use read::ReadRequest;
pub(crate) use search::SearchRequest;
pub(crate) use write::WriteRequest;
