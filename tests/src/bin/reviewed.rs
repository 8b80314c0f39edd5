//! An agent whose answers are reviewed: those with `bad` in them are sent back, those with `worse` are refused.
//!
//! The reviewer calls a tool first, and signs what it accepts with the name of the user that it sees.

use hookwire::cx::Cx;
use hookwire::points::{Review, TurnComplete};
use hookwire::{Error, Result, plugin};
use serde_json::json;
use std::fs;
use std::process::ExitCode;
use std::time::Duration;

/// The reviewer.
#[derive(Debug, Default)]
struct Reviewer;

#[plugin(
    id = "reviewer",
    capabilities = [tool],
    env(name = "PATH", description = "where programs are", secret),
)]
impl Reviewer {
    /// Looks a word up.
    #[tool]
    async fn look_up(&self, word: String) -> Result<String> {
        Ok(word)
    }

    /// Says later that something is ready.
    #[command("/later", background)]
    async fn later(&self, args: &str) -> Result<String> {
        Ok(format!("{args} is ready"))
    }

    /// Reviews an answer.
    #[hook("answer.review")]
    async fn review(&self, review: &mut Review, cx: &Cx) -> Result<()> {
        cx.tool("look_up", json!({ "word": "bad" })).await?;
        if review.answer.contains("worse") {
            return Err(Error::msg("that is worse than bad"));
        }
        if review.answer.contains("bad") {
            review.send_back("that is bad");
        }
        let user = cx.identity().user.as_deref().unwrap_or("nobody");
        review.answer = format!("{} (for {user})", review.answer);
        Ok(())
    }

    /// Takes its time, and writes down that a turn was over.
    #[hook("turn.complete")]
    async fn complete(&self, _: &TurnComplete) -> Result<()> {
        tokio::time::sleep(Duration::from_millis(300)).await;
        fs::write("observed", "a turn was over")?;
        Ok(())
    }
}

fn main() -> ExitCode {
    hookwire_host::main(hookwire::plugins! { "reviewer" => Reviewer { tool } })
}
