//! Makes answers loud.
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
    /// How many exclamation marks.
    marks: usize,
}

impl Default for Config {
    fn default() -> Self {
        Self { marks: 1 }
    }
}

/// Makes answers loud.
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

    /// Says it louder.
    #[tool]
    fn shout_it(
        &self,
        /// What to say.
        text: String,
    ) -> String {
        text.to_uppercase()
    }
}
