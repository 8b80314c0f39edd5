#![allow(dead_code)]

use hookwire::points::{MessageReceived, Request, ToolCall, ToolReport, ToolWrap};
use hookwire::{Cx, Next, Reply, Verdict, plugin};

type Result<T> = std::result::Result<T, std::fmt::Error>;
struct Box;
struct Model;
type Arc = std::sync::Arc<dyn hookwire::model::Model>;
struct Option;
struct String;
struct Vec;
struct Some;
struct Ok;
struct Err;
struct None;
struct Send;
struct Sync;
struct Default;
struct Any;
struct Handler;
struct Error;
mod core {}
mod std_like {}
mod hookwire_like {}

struct Audit;

#[plugin(id = "audit", name = "Audit", description = "Looks at calls", env(name = "KEY"), tier = "worker")]
impl Audit {
    #[init]
    async fn new(_cx: &Cx) -> Result<Self> {
        std::result::Result::Ok(Self)
    }

    #[start]
    async fn start(&self) -> Result<()> {
        std::result::Result::Ok(())
    }

    #[hook("message.received", priority = 5, timeout = "5s", on_failure = "closed")]
    fn note(&self, _message: &MessageReceived) -> Result<()> {
        std::result::Result::Ok(())
    }

    #[hook("tool.gate")]
    async fn gate(&self, _call: &ToolCall) -> Result<Verdict> {
        std::result::Result::Ok(Verdict::Allow)
    }

    #[hook("request.intercept")]
    async fn answer(&self, _request: &Request) -> std::option::Option<Reply> {
        std::option::Option::None
    }

    #[hook(ToolWrap)]
    async fn time(&self, call: ToolCall, next: Next<'_, ToolWrap>) -> hookwire::Result<ToolReport> {
        next.run(call).await
    }

    /// Counts.
    #[tool(timeout = "5s", available = "is_ready")]
    fn count(&self, by: u32) -> Result<u32> {
        std::result::Result::Ok(by)
    }

    fn is_ready(&self) -> bool {
        true
    }

    /// Opens a model.
    #[model("echo")]
    async fn open(&self, _name: &str) -> Result<Arc> {
        std::result::Result::Ok(std::sync::Arc::new(hookwire::model::Scripted::echo()))
    }

    #[command("/clear")]
    fn reset(&self, _args: &str) -> Result<Reply> {
        std::result::Result::Ok(Reply::from("done"))
    }
}

pub(crate) fn main() {}
