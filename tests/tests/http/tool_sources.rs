//! Sources of tools over HTTP: a plugin is shown with the tools that its sources have listed.

use crate::server::{host_with, serving};
use crate::wire::get;
use futures_util::FutureExt;
use futures_util::future::{BoxFuture, ready};
use hookwire::plugin::{SourceTool, ToolOutput, ToolSource};
use hookwire::{Cx, Error, Plugin, Result, Role, plugin};
use serde_json::{Value, json};
use std::sync::Arc;

struct Shelf;

impl ToolSource for Shelf {
    fn list<'a>(&'a self, _: &'a Cx) -> BoxFuture<'a, Result<Vec<SourceTool>>> {
        let tool = |name| SourceTool::new(name, "A book.", json!({ "type": "object" }));
        ready(Ok(vec![tool("dune"), tool("the waves")])).boxed()
    }

    fn call<'a>(&'a self, _: &'a str, _: Value, _: &'a Cx) -> BoxFuture<'a, Result<ToolOutput>> {
        ready(Err(Error::msg("closed"))).boxed()
    }
}

#[derive(Default)]
struct Library;

#[plugin(id = "library")]
impl Library {
    /// A tool for each book.
    #[tools("books")]
    fn books(&self) -> Arc<dyn ToolSource> {
        Arc::new(Shelf)
    }
}

#[tokio::test]
async fn a_plugin_is_shown_with_the_tools_that_its_sources_listed_last() {
    let server = serving(host_with(&[Library::MANIFEST], &[]).await).await;
    let source = async || server.send(&get("/v1/plugins/library")).await.json()["sources"][0].clone();
    let before = source().await;
    assert_eq!((&before["name"], &before["title"]), (&json!("books"), &json!("books__*")));
    assert_eq!(before["tools"], json!([]), "nothing is asked to show it");
    server.agent.plugins().wiring("default", Role::Agent).sourced_tools().await;
    let after = source().await;
    assert_eq!(after["tools"], json!(["books__dune"]));
    assert_eq!(after["left_out"][0]["tool"], "the waves");
    assert_eq!(after["problem"], Value::Null);
}
