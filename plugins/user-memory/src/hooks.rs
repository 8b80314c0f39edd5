use crate::config::Config;
use crate::error::MemoryError;
use crate::learning::{Learning, LearntTurn};
use crate::memory::Memory;
use crate::{ask_model, phrases, recall, turn_text};
use hookwire::cx::RequestKind;
use hookwire::points::{Context, Message, MessageReceived, TurnPersisted};
use hookwire::{Cx, Result, plugin};

/// The plugin `user-memory`.
#[derive(Debug)]
pub struct UserMemory {
    config: Config,
    learning: Learning,
}

/// Remembers facts about each user, and tells the agent of them in later conversations.
#[plugin(id = "user-memory", name = "User memory", capabilities = [model, sessions])]
impl UserMemory {
    #[init]
    fn new(config: Config) -> Result<Self> {
        Ok(Self { config: config.checked()?, learning: Learning::default() })
    }

    #[hook("message.received")]
    fn keep_for_later(&self, message: &MessageReceived, cx: &Cx) {
        if is_said_by_user(cx) {
            turn_text::keep(&message.text, cx);
        }
    }

    #[hook("turn.persisted", timeout = "30s")]
    async fn learn(&self, turn: &TurnPersisted, cx: &Cx) -> Result<()> {
        if cx.identity().user.is_none() || !is_said_by_user(cx) {
            return Ok(());
        }
        let learnt = self.learning.begin(cx);
        let Some(text) = turn_text::of(turn.turn, cx).await? else { return Ok(()) };
        self.remember_all(phrases::facts(&text, &self.config), &learnt, cx).await?;
        if let Some(model) = &self.config.model {
            let facts = ask_model::for_facts(model, &text, cx).await?;
            self.remember_all(facts, &learnt, cx).await?;
        }
        Ok(())
    }

    #[hook("context.provide")]
    async fn recall(&self, context: &Context, cx: &Cx) -> Result<Vec<Message>> {
        if cx.identity().user.is_none() {
            return Ok(Vec::new());
        }
        let facts = self.memory(cx).all().await?;
        let said = context.messages.last().map_or("", |message| &message.text);
        Ok(recall::message(facts, said, &self.config).into_iter().collect())
    }

    /// Remembers a fact about the user for later conversations. Use it when the user asks for it.
    #[tool]
    async fn remember(
        &self,
        /// The fact, in one short sentence that can be understood alone.
        fact: String,
        cx: &Cx,
    ) -> Result<String> {
        let id = self.memory(cx).remember(&fact).await?;
        Ok(format!("remembered as {id}"))
    }

    /// Forgets one fact that is remembered of the user.
    #[tool]
    async fn forget(
        &self,
        /// The id of the fact.
        id: String,
        cx: &Cx,
    ) -> Result<String> {
        if id.trim() == "all" {
            return Err(MemoryError::AllByTool.into());
        }
        Ok(format!("forgotten: {}", self.memory(cx).forget(&id).await?.text))
    }

    /// Lists what is remembered of you, with ids; with words, only what contains all of them.
    #[command("/memory")]
    async fn list(&self, words: &str, cx: &Cx) -> Result<String> {
        let words: Vec<_> = words.split_whitespace().map(str::to_lowercase).collect();
        let mut facts = self.memory(cx).all().await?;
        facts.retain(|fact| {
            let text = fact.text.to_lowercase();
            words.iter().all(|word| text.contains(word))
        });
        if facts.is_empty() {
            return Ok("nothing is remembered".into());
        }
        let lines = facts.iter().map(|fact| format!("{}: {}", fact.id, fact.text));
        Ok(lines.collect::<Vec<_>>().join("\n"))
    }

    /// Forgets one fact that is remembered of you, or all.
    #[command("/forget")]
    async fn forget_for_good(
        &self,
        /// The id that `/memory` shows, or `all`.
        id: String,
        cx: &Cx,
    ) -> Result<String> {
        let memory = self.memory(cx);
        if id.trim() == "all" {
            self.learning.forget(cx);
            return Ok(match memory.forget_all().await? {
                1 => "1 fact is forgotten".into(),
                count => format!("{count} facts are forgotten"),
            });
        }
        Ok(format!("forgotten: {}", memory.forget(&id).await?.text))
    }
}

impl UserMemory {
    fn memory<'a>(&'a self, cx: &'a Cx) -> Memory<'a> {
        Memory::of_user(cx, &self.config)
    }

    /// Remembers what was found in a message; what does not fit is told in the log, as nobody waits for an answer.
    async fn remember_all(&self, facts: Vec<String>, turn: &LearntTurn, cx: &Cx) -> Result<()> {
        let memory = self.memory(cx);
        for fact in facts {
            if turn.is_forgotten() {
                return Ok(());
            }
            match memory.remember(&fact).await {
                // Everything was forgotten while this was on its way into the store.
                Ok(id) if turn.is_forgotten() => return memory.take_back(id).await,
                Err(error) if error.downcast_ref::<MemoryError>().is_some() => {
                    cx.warn(format!("a fact was not remembered: {error}"));
                }
                other => _ = other?,
            }
        }
        Ok(())
    }
}

/// The prompt of a schedule comes for the user, and from whoever wrote it.
fn is_said_by_user(cx: &Cx) -> bool {
    cx.identity().kind != RequestKind::Schedule
}
