//! Tool results that are too large for a conversation: they are stored, and the model reads them piece by piece.

use super::agent_run::AgentRun;
use crate::store::StoreError;
use hookwire::Error;
use hookwire::plugin::{READ_RESULT, ToolError, ToolOutput};
use hookwire::points::{Message, ToolCall, ToolReport, ToolSpec};
use serde_json::json;
use std::fmt::Write;

/// The mark of a preview; `read_result` is offered only where a conversation has one.
const MARK: &str = "[the rest is kept aside: call read_result with id ";

/// Returns whether a conversation has a preview of a spilled result.
pub(super) fn is_in(messages: &[Message]) -> bool {
    messages.iter().any(|message| message.call.is_some() && message.text.contains(MARK))
}

/// Returns the description of `read_result` as the model sees it.
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
    /// Stores a result that is too large and leaves a preview of it.
    pub(super) async fn spill(&self, report: &mut ToolReport) -> Result<(), StoreError> {
        let most = self.config.limits.result_bytes;
        let session = self.turn.session();
        let stays = report.call.tool == READ_RESULT || session.is_empty();
        if report.text.len() <= most || stays {
            return Ok(());
        }
        let id = format!("{}-{}{}", self.turn.number(), self.prefix.replace('/', "-"), report.call.id);
        self.state.store().put_blob(session, &id, &report.text).await?;
        let total = report.text.len();
        let seen = report.text.floor_char_boundary(most);
        report.text.truncate(seen);
        let _ = write!(report.text, "\n{MARK}\"{id}\" and offset {seen}; it has {total} bytes in all]");
        Ok(())
    }

    /// Runs `read_result`: returns a piece of a spilled result.
    pub(super) async fn read_spilled(&self, call: &ToolCall) -> Result<ToolOutput, ToolError> {
        let id = call.args["id"].as_str().unwrap_or_default();
        let failed = |why: String| ToolError::Failed(Error::msg(why));
        let stored = self.state.store().blob(self.turn.session(), id).await;
        let stored = stored.map_err(|error| failed(error.to_string()))?;
        let text = stored.ok_or_else(|| failed(format!("nothing is kept aside as \"{id}\"")))?;
        let offset = call.args["offset"].as_u64().and_then(|it| usize::try_from(it).ok()).unwrap_or(0);
        let start = text.floor_char_boundary(offset);
        let end = text.floor_char_boundary(start.saturating_add(self.config.limits.result_bytes));
        let mut piece = text[start..end].to_owned();
        if end < text.len() {
            let _ = write!(piece, "\n[more from offset {end}; it has {} bytes in all]", text.len());
        }
        Ok(ToolOutput::new(piece))
    }
}
