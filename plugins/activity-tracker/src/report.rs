use crate::activity::{Activity, What, millis};
use hookwire::Cx;
use hookwire::duration::ago;
use serde::Serialize;
use std::time::Duration;

/// What whoever asks is shown of the activities they may see.
#[derive(Debug, Serialize)]
pub(crate) struct Report {
    /// The requests that are worked on.
    pub(crate) working: usize,
    /// The turns that ended, among the activities that are kept.
    pub(crate) turns: usize,
    /// The tool calls, among the activities that are kept.
    pub(crate) tools: usize,
    /// The latest activities.
    pub(crate) latest: Vec<Line>,
}

/// An activity as people read it.
#[derive(Debug, Serialize)]
pub(crate) struct Line {
    pub(crate) age: String,
    pub(crate) user: String,
    pub(crate) what: String,
    pub(crate) session: Option<String>,
}

impl Report {
    /// Makes a report with some of the activities, which are given with the latest first.
    pub(crate) fn new(activities: &[Activity], working: usize, most: usize, cx: &Cx) -> Self {
        let count = |is: fn(&What) -> bool| activities.iter().filter(|activity| is(&activity.what)).count();
        let now = millis(cx.now());
        let line = |activity: &Activity| Line {
            // A clock that was put back makes nothing older than now.
            age: ago(Duration::from_millis(now.saturating_sub(activity.at))),
            user: activity.owner.name(),
            what: activity.what.to_string(),
            session: activity.session.clone(),
        };
        Self {
            working,
            turns: count(|what| matches!(what, What::TurnEnded { .. })),
            tools: count(|what| matches!(what, What::ToolCalled { .. })),
            latest: activities.iter().take(most).map(line).collect(),
        }
    }

    /// Returns the report in lines.
    pub(crate) fn text(&self) -> String {
        let Self { working, turns, tools, latest } = self;
        let lines = latest.iter().map(|line| format!("{}  {}: {}", line.age, line.user, line.what));
        let first = format!("working on {working}; of late, turns: {turns}, tool calls: {tools}");
        std::iter::once(first).chain(lines).collect::<Vec<_>>().join("\n")
    }
}
