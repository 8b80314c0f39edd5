use super::log::{Config, Log};
use hookwire::{Cx, Error, Result, plugin};
use serde_json::json;
use std::future::pending;
use std::sync::Arc;
use std::time::Duration;

/// Brings tools that do all that tools should not, and writes down each time one runs.
#[derive(Debug)]
pub struct Tools(Arc<Log>);

#[plugin(id = "tools")]
impl Tools {
    #[init]
    fn new(config: Config) -> Self {
        Self(Log::of(&config))
    }

    /// Says what it is told.
    #[tool]
    fn echo(&self, text: String, cx: &Cx) -> String {
        self.0.write("echo", &json!({ "text": text }), cx);
        text
    }

    /// Returns an error.
    #[tool]
    fn fail(&self, cx: &Cx) -> Result<String> {
        self.0.write("fail", &json!({}), cx);
        Err(Error::msg("the disk is on fire"))
    }

    /// Panics.
    #[tool]
    fn panic(&self, cx: &Cx) -> Result<String> {
        self.0.write("panic", &json!({}), cx);
        panic!("out of coffee")
    }

    /// Takes longer than it may.
    #[tool(timeout = "50ms")]
    async fn hang(&self, cx: &Cx) -> String {
        self.0.write("hang", &json!({}), cx);
        pending().await
    }

    /// Waits until the test says so.
    #[tool]
    async fn wait(&self, cx: &Cx) -> String {
        self.0.write("wait", &json!({}), cx);
        self.0.signal.notified().await;
        "waited".into()
    }

    /// Takes a while, and says who it is.
    #[tool]
    async fn slow(&self, name: String, millis: u64, cx: &Cx) -> String {
        self.0.write("slow", &json!({ "name": name }), cx);
        tokio::time::sleep(Duration::from_millis(millis)).await;
        self.0.write("slow done", &json!({ "name": name }), cx);
        name
    }

    /// Returns much.
    #[tool]
    fn big(&self, bytes: usize) -> String {
        (0..).flat_map(|line| format!("line {line}\n").into_bytes()).take(bytes).map(char::from).collect()
    }

    /// Ends a session with a bang.
    #[command("/bang")]
    fn bang(&self, args: &str) -> Result<String> {
        if args == "loud" { panic!("bang") } else { Ok(format!("bang {args}")) }
    }
}
