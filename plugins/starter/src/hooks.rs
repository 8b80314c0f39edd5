use crate::config::Config;
use crate::glossary::Glossary;
use crate::routes;
use hookwire::plugin::Card;
// A hook names its event by type; `hooks --point NAME` and `docs/hook-points.md` say which one a point has.
use hookwire::points::{Context, Message, MessageRole};
use hookwire::routes::Router;
use hookwire::{Cx, Result, plugin};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// The plugin `starter`.
#[derive(Debug)]
pub struct Starter {
    // Shared with the handlers of the routes.
    glossary: Arc<Glossary>,
    // One instance serves all requests at once, so that methods take `&self`; what changes is an atomic, or in a `Mutex`.
    lookups: AtomicU64,
}

/// A glossary: the plugin to copy for a first one of your own.
// The first paragraph above is the description that `plugins list` shows. The id is what operators write: `[plugins.starter]`.
// Its powers: the list of the agent has to grant each, `"starter" => .. { routes }`, and grants nothing that is not declared.
#[plugin(id = "starter", capabilities = [routes])]
impl Starter {
    // Makes the plugin of its settings, before anything runs. An `Err` keeps it from starting, and the operator reads it.
    #[init]
    fn new(config: Config) -> Result<Self> {
        Ok(Self { glossary: Arc::new(Glossary::new(config.terms)?), lookups: AtomicU64::new(0) })
    }

    // Called when all plugins are made. What is written to the log here is read with `plugins logs starter`.
    #[start]
    fn report(&self, cx: &Cx) {
        cx.info(format!("terms: {}", self.glossary.len()));
    }

    // Called in every turn, before the model is asked: what it returns the model reads, and nobody stores.
    // The point's kind is collect, so that a hook can add messages, and cannot change those of others.
    #[hook("context.provide")]
    fn explain(&self, context: &Context) -> Vec<Message> {
        let said = context.messages.last().map_or("", |message| &message.text);
        let lines = self.glossary.lines_for(said);
        if lines.is_empty() {
            return Vec::new();
        }
        vec![Message::new(MessageRole::System, format!("Terms of the user's message:\n{}", lines.join("\n")))]
    }

    /// Looks a term of the house up.
    // The model may call it; it reads the comment above, and the schema that is made of the parameters.
    #[tool]
    fn look_up(
        &self,
        /// The term.
        term: String,
    ) -> Result<String> {
        self.lookups.fetch_add(1, Ordering::Relaxed);
        // An `Err` is the result that the model reads, so that it can try again: it ends no turn.
        Ok(self.glossary.meaning(&term)?.to_owned())
    }

    /// Shows what a term means; all terms without one.
    // People write it on every channel: `/term SLA`. No model is asked.
    #[command("/term")]
    fn show(&self, term: &str) -> Result<String> {
        match term.trim() {
            "" => Ok(self.glossary.all_lines().join("\n")),
            term => Ok(self.glossary.meaning(term)?.to_owned()),
        }
    }

    /// Prints the terms, one a line.
    // The operator runs it on the command line, without an agent: `hookwire starter print --like sla`.
    #[verb("print")]
    fn print(
        &self,
        /// Only terms and meanings that contain this text.
        like: Option<String>,
    ) -> String {
        let like = like.unwrap_or_default().to_lowercase();
        let mut lines = self.glossary.all_lines();
        lines.retain(|line| line.to_lowercase().contains(&like));
        lines.join("\n")
    }

    /// When the user writes about the house's own terms, or asks what one means.
    // The model sees this sentence, and loads the text below when it fits: it costs no room before.
    #[skill("using-terms")]
    const SKILL: &str = "Use the house's terms as the glossary has them. Look a term up before you explain it, and say so \
        if it is not there. Never make a meaning up.";

    /// How many terms there are, and how many were looked up since the plugin began.
    // A small box on the dashboard. Its text is escaped; `on = "session"` would put it on the page of each session.
    #[card("Glossary")]
    fn card(&self) -> Card {
        let lookups = self.lookups.load(Ordering::Relaxed);
        Card::fields([("terms", self.glossary.len().to_string()), ("lookups", lookups.to_string())])
    }

    /// The terms, for programs.
    // Asked once, when the first request comes. Who may ask is the host's business: a path is open to all only if
    // `public = [..]` names it.
    #[routes]
    fn routes(&self) -> Router {
        routes::router(&self.glossary)
    }

    // Runs by the clock, once an hour however many replicas there are.
    #[every("1h")]
    fn count(&self, cx: &Cx) {
        cx.info(format!("terms looked up since the plugin began: {}", self.lookups.load(Ordering::Relaxed)));
    }
}
