use hookwire::{Cx, Plugin, Result, plugin};

#[derive(Default)]
struct Notes;

#[plugin]
impl Notes {
    /// Searches the notes.
    ///
    /// Returns the titles.
    #[tool]
    async fn search(
        &self,
        /// What to look for.
        text: String,
        /// How many at most.
        limit: Option<u32>,
        cx: &Cx,
    ) -> Result<Vec<String>> {
        cx.info(&text);
        Ok(vec![text; limit.unwrap_or(1) as usize])
    }

    /// Says how many there are.
    #[tool(name = "count-notes")]
    fn count(&self) -> usize {
        0
    }
}

pub(crate) fn main() {
    let tool = Notes::MANIFEST.contributions_of::<hookwire::plugin::ToolDecl>().next().unwrap();
    assert_eq!(tool.description, "Searches the notes.\n\nReturns the titles.");
    let schema = tool.schema().unwrap();
    let schema = schema.as_value();
    assert_eq!(schema["title"], "Arguments_search");
    assert_eq!(schema["required"], serde_json::json!(["text"]));
    assert_eq!(schema["properties"]["text"]["description"], "What to look for.");
    assert_eq!(schema["additionalProperties"], false);
}
