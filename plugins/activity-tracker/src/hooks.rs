use crate::activity::What;
use crate::config::Config;
use crate::page;
use crate::tracked::Tracked;
use hookwire::plugin::Card;
use hookwire::points::{MessageReceived, Request, RequestEnd, SessionEnd, SessionStart, TurnComplete};
use hookwire::routes::Router;
use hookwire::{Cx, Result, plugin};
use std::sync::Arc;
use std::time::Duration;

/// How many activities `/activity` shows, unless told.
const SHOWN: usize = 20;

/// The plugin `activity-tracker`.
#[derive(Debug)]
pub struct ActivityTracker {
    tracked: Arc<Tracked>,
    pause: Duration,
}

/// Records what happens in the agent: sessions, turns and tool calls, each user's apart.
#[plugin(id = "activity-tracker", name = "Activity tracker", capabilities = [routes])]
impl ActivityTracker {
    #[init]
    fn new(config: Config) -> Result<Self> {
        let config = config.checked()?;
        Ok(Self { tracked: Arc::new(Tracked::new(config.keep)), pause: config.pause() })
    }

    #[start]
    async fn open(&self, cx: &Cx) -> Result<()> {
        self.tracked.journal.open(cx).await?;
        cx.spawn("write activities", write_for_ever(Arc::clone(&self.tracked), self.pause, cx.clone()))?;
        Ok(())
    }

    #[stop]
    async fn close(&self, cx: &Cx) -> Result<()> {
        self.tracked.journal.write(cx.kv()).await
    }

    #[hook("request.start")]
    fn begin(&self, _: &Request, cx: &Cx) {
        self.tracked.foreground.mark(cx);
    }

    #[hook("session.start")]
    fn begin_session(&self, _: &SessionStart, cx: &Cx) {
        self.tracked.record(What::SessionBegan, cx);
    }

    #[hook("message.received")]
    fn begin_turn(&self, _: &MessageReceived, cx: &Cx) {
        self.tracked.record(What::TurnBegan { turn: cx.identity().turn }, cx);
    }

    #[hook("turn.complete")]
    fn end_turn(&self, turn: &TurnComplete, cx: &Cx) {
        for call in &turn.tools {
            let (tool, failed) = (call.report.call.tool.clone(), call.report.is_error);
            self.tracked.record(What::ToolCalled { tool, failed, duration_ms: call.duration_ms }, cx);
        }
        let (end, duration_ms) = (turn.end, turn.duration_ms);
        self.tracked.record(What::TurnEnded { turn: cx.identity().turn, end, duration_ms }, cx);
    }

    #[hook("request.end")]
    fn end(&self, _: &RequestEnd, cx: &Cx) {
        self.tracked.foreground.unmark(cx);
    }

    #[hook("session.end")]
    fn end_session(&self, end: &SessionEnd, cx: &Cx) {
        self.tracked.record(What::SessionEnded { expired: end.expired }, cx);
    }

    /// Shows what you have done of late; admins see everybody.
    #[command("/activity")]
    fn show(
        &self,
        /// How many activities are shown.
        count: Option<usize>,
        cx: &Cx,
    ) -> String {
        self.tracked.report(count.unwrap_or(SHOWN), cx).text()
    }

    /// What is worked on, and what was done of late.
    #[card("Activity")]
    fn card(&self, cx: &Cx) -> Card {
        page::card(&self.tracked, cx)
    }

    /// The page of the activities.
    #[routes(nav = "Activity")]
    fn routes(&self) -> Router {
        page::router(&self.tracked)
    }

    /// The page: its lines, its numbers.
    #[template(folder = "templates")]
    const TEMPLATES: () = ();
}

/// Writes the journal again and again; a store that fails is told of once, until it works again.
async fn write_for_ever(tracked: Arc<Tracked>, pause: Duration, cx: Cx) -> Result<()> {
    let mut fails = false;
    loop {
        tokio::time::sleep(pause).await;
        let written = tracked.journal.write(cx.kv()).await;
        match &written {
            Err(error) if !fails => cx.warn(format!("activities are not stored for now: {error}")),
            Ok(()) if fails => cx.info("activities are stored again"),
            _ => {}
        }
        fails = written.is_err();
    }
}
