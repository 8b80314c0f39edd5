#![deny(warnings)]

use hookwire::{Plugin, plugin};
use std::time::Duration;

#[derive(Default)]
struct Notes;

#[plugin]
impl Notes {
    /// Searches the notes.
    #[tool(timeout = "30s", available = "is_open")]
    async fn search(&self, text: String) -> String {
        text
    }

    fn is_open(&self) -> bool {
        true
    }
}

pub(crate) fn main() {
    let tool = Notes::MANIFEST.contributions_of::<hookwire::plugin::ToolDecl>().next().unwrap();
    assert_eq!(tool.timeout, Some(Duration::from_secs(30)));
}
