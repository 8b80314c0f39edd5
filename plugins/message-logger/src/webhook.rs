use hookwire::points::TurnComplete;
use hookwire::{Cx, Result, Secret};
use serde_json::json;
use std::time::Duration;

/// Less than the hook has, so that what went wrong is told.
const TIMEOUT: Duration = Duration::from_secs(4);

/// Posts the end of a turn: who, how and how long, and none of its texts.
pub(crate) async fn post(url: &Secret, turn: &TurnComplete, cx: &Cx) -> Result<()> {
    let identity = cx.identity();
    let body = json!({
        "event": "turn.complete",
        "session_id": identity.session,
        "turn": identity.turn,
        "end": turn.end,
        "duration_ms": turn.duration_ms,
    });
    let request = cx.http().post(url.expose().trim()).timeout(TIMEOUT).json(&body)?;
    request.send().await?.error_for_status()?;
    Ok(())
}
