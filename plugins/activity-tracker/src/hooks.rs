use crate::activity::{Activity, What};
use crate::config::Config;
use crate::foreground::Foreground;
use crate::journal::Journal;
use crate::report::Report;
use hookwire::points::{MessageReceived, Request, RequestEnd, SessionEnd, SessionStart, TurnComplete};
use hookwire::{Cx, Result, plugin};
use std::sync::Arc;
use std::time::Duration;

/// How many activities `/activity` shows, unless told.
const SHOWN: usize = 20;

/// The plugin `activity-tracker`.
#[derive(Debug)]
pub struct ActivityTracker {
    journal: Arc<Journal>,
    foreground: Foreground,
    pause: Duration,
}

/// Records what happens in the agent: sessions, turns and tool calls, each user's apart.
#[plugin(id = "activity-tracker", name = "Activity tracker")]
impl ActivityTracker {
    #[init]
    fn new(config: Config) -> Result<Self> {
        let config = config.checked()?;
        let journal = Arc::new(Journal::new(config.keep));
        Ok(Self { journal, foreground: Foreground::default(), pause: config.pause() })
    }

    #[start]
    async fn open(&self, cx: &Cx) -> Result<()> {
        self.journal.open(cx).await?;
        cx.spawn("write activities", write_for_ever(Arc::clone(&self.journal), self.pause, cx.clone()))?;
        Ok(())
    }

    #[stop]
    async fn close(&self, cx: &Cx) -> Result<()> {
        self.journal.write(cx.kv()).await
    }

    #[hook("request.start")]
    fn begin(&self, _: &Request, cx: &Cx) {
        self.foreground.mark(cx);
    }

    #[hook("session.start")]
    fn begin_session(&self, _: &SessionStart, cx: &Cx) {
        self.record(What::SessionBegan, cx);
    }

    #[hook("message.received")]
    fn begin_turn(&self, _: &MessageReceived, cx: &Cx) {
        self.record(What::TurnBegan { turn: cx.identity().turn }, cx);
    }

    #[hook("turn.complete")]
    fn end_turn(&self, turn: &TurnComplete, cx: &Cx) {
        for call in &turn.tools {
            let (tool, failed) = (call.report.call.tool.clone(), call.report.is_error);
            self.record(What::ToolCalled { tool, failed, duration_ms: call.duration_ms }, cx);
        }
        let (end, duration_ms) = (turn.end, turn.duration_ms);
        self.record(What::TurnEnded { turn: cx.identity().turn, end, duration_ms }, cx);
    }

    #[hook("request.end")]
    fn end(&self, _: &RequestEnd, cx: &Cx) {
        self.foreground.unmark(cx);
    }

    #[hook("session.end")]
    fn end_session(&self, end: &SessionEnd, cx: &Cx) {
        self.record(What::SessionEnded { expired: end.expired }, cx);
    }

    /// Shows what you have done of late; admins see everybody.
    #[command("/activity")]
    fn show(
        &self,
        /// How many activities are shown.
        count: Option<usize>,
        cx: &Cx,
    ) -> String {
        self.report(count.unwrap_or(SHOWN), cx).text()
    }
}

impl ActivityTracker {
    fn record(&self, what: What, cx: &Cx) {
        self.journal.record(Activity::now(what, cx));
    }

    /// Returns what whoever asks may see, with at most so many activities.
    pub(crate) fn report(&self, most: usize, cx: &Cx) -> Report {
        Report::new(&self.journal.seen_by(cx), self.foreground.count(cx), most, cx)
    }
}

/// Writes the journal again and again; a store that fails is told of once, until it works again.
async fn write_for_ever(journal: Arc<Journal>, pause: Duration, cx: Cx) -> Result<()> {
    let mut fails = false;
    loop {
        tokio::time::sleep(pause).await;
        let written = journal.write(cx.kv()).await;
        match &written {
            Err(error) if !fails => cx.warn(format!("activities are not stored for now: {error}")),
            Ok(()) if fails => cx.info("activities are stored again"),
            _ => {}
        }
        fails = written.is_err();
    }
}
