use hookwire::cx::Sessions;
use hookwire::points::MessageRole;
use hookwire::{Cx, Result};

/// What the user said in a turn, from its first hook to its last.
#[derive(Debug, Clone)]
struct TurnText(String);

/// Keeps what the user said for the end of the turn.
pub(crate) fn keep(text: &str, cx: &Cx) {
    cx.turn().insert(TurnText(text.to_owned()));
}

/// Returns what the user said in a turn that is stored.
///
/// If the host has died since, nothing is kept of the turn, and the session is read.
pub(crate) async fn of(turn: u64, cx: &Cx) -> Result<Option<String>> {
    match (cx.turn().remove::<TurnText>(), &cx.identity().session) {
        (Some(TurnText(text)), _) => Ok(Some(text)),
        (None, Some(session)) => stored(session, turn, cx).await,
        (None, None) => Ok(None),
    }
}

async fn stored(session: &str, turn: u64, cx: &Cx) -> Result<Option<String>> {
    let (mut found, mut after) = (None, 0);
    loop {
        let page = cx.sessions().messages(session, after, Sessions::MOST_AT_ONCE).await?;
        let Some(last) = page.last() else { return Ok(found) };
        after = last.seq;
        let is_over = last.turn > turn;
        let mut own = page.into_iter().filter(|it| it.turn == turn && it.message.role == MessageRole::User);
        found = own.next_back().map(|it| it.message.text).or(found);
        if is_over {
            return Ok(found);
        }
    }
}
