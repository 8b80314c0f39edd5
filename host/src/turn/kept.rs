//! Tool results that are too large for a conversation: kept aside, to be read piece by piece.

use super::AgentRun;
use crate::store::StoreError;
use hookwire::Error;
use hookwire::plugin::{READ_RESULT, ToolError, ToolOutput};
use hookwire::points::{Message, ToolCall, ToolReport, ToolSpec};
use serde_json::json;
use std::fmt::Write;

/// What a preview says, so that the tool is offered only where there is something to read.
const MARK: &str = "[the rest is kept aside: call read_result with id ";

pub(super) fn is_in(messages: &[Message]) -> bool {
    messages.iter().any(|message| message.call.is_some() && message.text.contains(MARK))
}

pub(super) fn spec() -> ToolSpec {
    let schema = json!({
        "type": "object",
        "properties": {
            "id": { "type": "string", "description": "the id that the preview names" },
            "offset": { "type": "integer", "minimum": 0, "description": "where to begin, in bytes" },
        },
        "required": ["id"],
        "additionalProperties": false,
    });
    ToolSpec::new(READ_RESULT, "Reads more of a tool result that was too large.", schema)
}

impl AgentRun {
    /// Puts a result that is too large aside and leaves its beginning.
    pub(super) async fn keep_aside(&self, report: &mut ToolReport) -> Result<(), StoreError> {
        let most = self.profile.limits.result_bytes;
        let reader = report.call.tool == READ_RESULT || self.shared.journal.session.is_empty();
        if report.text.len() <= most || reader {
            return Ok(());
        }
        let id = format!("{}-{}{}", self.shared.journal.turn, self.prefix.replace('/', "-"), report.call.id);
        self.host.store.put_blob(&self.shared.journal.session, &id, &report.text).await?;
        let total = report.text.len();
        let seen = report.text.floor_char_boundary(most);
        report.text.truncate(seen);
        let _ = write!(report.text, "\n{MARK}\"{id}\" and offset {seen}; it has {total} bytes in all]");
        Ok(())
    }

    pub(super) async fn read_kept(&self, call: &ToolCall) -> Result<ToolOutput, ToolError> {
        let id = call.args["id"].as_str().unwrap_or_default();
        let failed = |why: String| ToolError::Failed(Error::msg(why));
        let kept = self.host.store.blob(&self.shared.journal.session, id).await;
        let kept = kept.map_err(|error| failed(error.to_string()))?;
        let text = kept.ok_or_else(|| failed(format!("nothing is kept aside as \"{id}\"")))?;
        let offset = call.args["offset"].as_u64().and_then(|it| usize::try_from(it).ok()).unwrap_or(0);
        let start = text.floor_char_boundary(offset);
        let end = text.floor_char_boundary(start.saturating_add(self.profile.limits.result_bytes));
        let mut piece = text[start..end].to_owned();
        if end < text.len() {
            let _ = write!(piece, "\n[more from offset {end}; it has {} bytes in all]", text.len());
        }
        Ok(ToolOutput::new(piece))
    }
}
