//! Writes answers in capitals.
#![forbid(unsafe_code)]

use hookwire::points::Review;
use hookwire::{Cx, Result, plugin};
use schemars::JsonSchema;
use serde::Deserialize;

pub struct Shouting {
    config: Config,
}

#[derive(Deserialize, JsonSchema)]
#[serde(default)]
pub struct Config {
    /// The number of exclamation marks.
    marks: usize,
}

impl Default for Config {
    fn default() -> Self {
        Self { marks: 1 }
    }
}

/// Writes answers in capitals, with exclamation marks.
#[plugin]
impl Shouting {
    #[init]
    fn new(config: Config) -> Self {
        Self { config }
    }

    #[hook("answer.review")]
    async fn shout(&self, review: &mut Review, cx: &Cx) -> Result<()> {
        review.answer = review.answer.to_uppercase() + &"!".repeat(self.config.marks);
        cx.info("made an answer loud");
        Ok(())
    }

    /// Returns a text in capitals.
    #[tool]
    fn shout_it(
        &self,
        /// The text.
        text: String,
    ) -> String {
        text.to_uppercase()
    }
}
