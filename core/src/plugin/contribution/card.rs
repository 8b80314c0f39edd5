use super::callable::Callable;
#[cfg(feature = "remote")]
use super::callable::ServedContribution;
use super::card_content::Card;
use super::contribution::{Contribution, ContributionKind, NameScope};
use crate::cx::Cx;
use crate::error::Result;
use futures_util::future::BoxFuture;
use hookwire_text::duration::millis;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use std::any::Any;
use std::fmt;
use std::time::Duration;

/// A method that fills a card: a small box on a page of the host; made by `#[card]`.
pub struct CardDecl {
    /// The plugin's id and the method's name: `notes/latest`.
    pub name: &'static str,
    /// The title that stands above the card.
    pub title: &'static str,
    /// What the card shows, in a sentence.
    pub description: &'static str,
    /// The line of the declaration, in the manifest's file.
    pub line: u32,
    /// The pages that have the card.
    pub on: CardPlace,
    /// How long filling it may take, if the author says so.
    pub timeout: Option<Duration>,
    /// Not public API. Used by generated code.
    #[doc(hidden)]
    pub render: for<'a> fn(&'a (dyn Any + Send + Sync), &'a Cx) -> BoxFuture<'a, Result<Card>>,
}

/// The pages of the host that can have cards.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CardPlace {
    /// The start page. The context names the caller.
    Dashboard,
    /// The page of each agent for which the plugin works. The context names the caller and the agent.
    Agent,
    /// The page of each session. The context names the session, its owner and its agent.
    Session,
}

impl CardPlace {
    /// Returns the name, as `#[card(.., on = "name")]` has it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Dashboard => "dashboard",
            Self::Agent => "agent",
            Self::Session => "session",
        }
    }
}

impl CardDecl {
    /// The kind of cards.
    pub const KIND: &'static ContributionKind =
        &ContributionKind { name: "card", list: "cards", reserved: &[], scope: NameScope::Binary };

    /// How long filling a card may take if the author does not say so.
    pub const TIMEOUT: Duration = Duration::from_secs(5);

    /// Returns how long filling the card may take.
    pub fn limit(&self) -> Duration {
        self.timeout.unwrap_or(Self::TIMEOUT)
    }
}

impl Contribution for CardDecl {
    fn kind(&self) -> &'static ContributionKind {
        Self::KIND
    }

    fn name(&self) -> &'static str {
        self.name
    }

    fn description(&self) -> &'static str {
        self.description
    }

    fn line(&self) -> u32 {
        self.line
    }

    fn title(&self) -> String {
        self.title.to_owned()
    }

    /// Returns the place and the time-out.
    fn details(&self) -> Map<String, Value> {
        Map::from_iter([
            ("on".to_owned(), json!(self.on)),
            ("timeout_ms".to_owned(), json!(millis(self.limit()))),
        ])
    }

    #[cfg(feature = "remote")]
    fn served(&'static self) -> Option<&'static dyn ServedContribution> {
        Some(self)
    }
}

impl Callable for CardDecl {
    type Input = ();
    type Output = Card;

    fn call<'a>(
        &'static self,
        instance: &'a (dyn Any + Send + Sync),
        (): (),
        cx: &'a Cx,
    ) -> BoxFuture<'a, Result<Card>> {
        (self.render)(instance, cx)
    }
}

impl fmt::Debug for CardDecl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name)
    }
}
