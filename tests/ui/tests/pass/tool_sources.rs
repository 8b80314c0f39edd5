#![deny(warnings, missing_docs, unreachable_pub, unused_qualifications)]
#![deny(clippy::pedantic, rust_2018_idioms)]

//! The shapes of a source of tools.

use hookwire::plugin::{SourceTool, ToolOutput, ToolSource, ToolSourceDecl};
use hookwire::{Cx, Plugin, Result, plugin};
use std::future::{Future, ready};
use std::pin::Pin;
use std::sync::Arc;

type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

struct Server;

impl ToolSource for Server {
    fn list<'a>(&'a self, _: &'a Cx) -> BoxFuture<'a, Result<Vec<SourceTool>>> {
        Box::pin(ready(Ok(Vec::new())))
    }

    fn call<'a>(
        &'a self,
        tool: &'a str,
        _: serde_json::Value,
        _: &'a Cx,
    ) -> BoxFuture<'a, Result<ToolOutput>> {
        Box::pin(ready(Ok(ToolOutput::new(tool))))
    }
}

/// Has servers.
struct Servers(Arc<Server>);

impl Default for Servers {
    fn default() -> Self {
        Self(Arc::new(Server))
    }
}

type Source = Arc<dyn ToolSource>;

#[plugin(id = "servers")]
impl Servers {
    /// Is always there.
    #[tools("plain")]
    fn plain(&self) -> Arc<dyn ToolSource> {
        self.0.clone()
    }

    /// May fail, and has its times.
    #[tools("fall-ible", list_timeout = "1s", timeout = "2m")]
    fn fallible(&self) -> Result<Source> {
        Ok(self.0.clone())
    }

    /// Fails in its own way.
    #[hookwire::tools("own_1")]
    fn r#dyn(&self) -> Result<Source, std::num::ParseIntError> {
        "7".parse::<u32>().map(|_| self.0.clone() as Source)
    }
}

pub(crate) fn main() {
    let names: Vec<_> = Servers::MANIFEST.contributions_of::<ToolSourceDecl>().map(|it| it.name).collect();
    assert_eq!(names, ["plain", "fall-ible", "own_1"]);
}
