use crate::store::Owner;
use crate::time::{self, Millis};
use hookwire::cx::{Level, LogRecord};
use serde::{Deserialize, Serialize};

/// The most bytes of a line's text that are kept.
const MOST_BYTES: usize = 16 * 1024;

/// A line of a plugin's log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogLine {
    /// The time at which the line was written.
    pub at: Millis,
    /// The level.
    pub level: Level,
    /// The tenant of the user for whom the plugin was at work.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tenant: Option<String>,
    /// The user for whom the plugin was at work.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<String>,
    /// The session in which the plugin was at work.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session: Option<String>,
    /// The text.
    pub message: String,
}

/// A question for lines of a plugin's log.
#[derive(Debug, Clone, Default)]
pub struct LogQuery {
    /// Only lines of this level and above.
    pub level: Option<Level>,
    /// Only lines that were written at this time or later.
    pub since: Option<Millis>,
    /// Only lines that were written for this owner; without a name it is whoever works at the host itself, to whom also the
    /// lines belong that were written for nobody.
    pub owner: Option<Owner>,
    /// How many lines are wanted, the latest ones; all, if absent.
    pub limit: Option<usize>,
}

impl LogLine {
    /// Makes the line of a record that is written now; a text that is too long is cut.
    pub(super) fn of(record: &LogRecord) -> Self {
        let text = &record.message;
        let message = if text.len() > MOST_BYTES {
            let end = text.floor_char_boundary(MOST_BYTES);
            format!("{} … ({} bytes)", &text[..end], text.len())
        } else {
            text.clone()
        };
        Self {
            at: time::now(),
            level: record.level,
            tenant: record.tenant.clone(),
            user: record.user.clone(),
            session: record.session.clone(),
            message,
        }
    }
}

impl LogQuery {
    /// Reads texts, of which those that are no line, or none that is wanted, are left out.
    pub(super) fn lines<'t>(
        &'t self,
        texts: impl Iterator<Item = &'t str> + 't,
    ) -> impl Iterator<Item = LogLine> + 't {
        let lines = texts.filter_map(|text| serde_json::from_str(text).ok());
        lines.filter(|line| self.wants(line))
    }

    /// Leaves the latest lines, as many as are wanted.
    pub(super) fn keep_latest(&self, lines: &mut Vec<LogLine>) {
        if let Some(limit) = self.limit {
            lines.drain(..lines.len().saturating_sub(limit));
        }
    }

    fn wants(&self, line: &LogLine) -> bool {
        let is_owners = |owner: &Owner| *owner == Owner::named(line.tenant.as_deref(), line.user.as_deref());
        self.level.is_none_or(|level| line.level >= level)
            && self.since.is_none_or(|since| line.at >= since)
            && self.owner.as_ref().is_none_or(is_owners)
    }
}
