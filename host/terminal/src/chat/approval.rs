use super::keys::{Key, Keyboard};
use super::signals::{Interruption, Signals};
use super::view::{RESOLVED_BY, TurnView};
use hookwire::points::Decision;
use hookwire_engine::store::{Approval, ApprovalState, Resolution, Scope, StoreError};
use hookwire_engine::{Engine, Event};
use std::io;
use std::time::Duration;
use tokio::time::interval;

/// The remark about a key that answers nothing.
pub(super) const NO_ANSWER: &str =
    "that key is no answer: y, a or t allows it; n, Enter, Esc or Ctrl-D does not; Ctrl-C stops it all";
/// How often the keyboard is read.
pub(super) const TICK: Duration = Duration::from_millis(50);

/// A human's answer to an approval: whether the call may run, and for which calls the answer counts.
#[derive(Debug, Clone, Copy)]
pub(super) struct Answer {
    approve: bool,
    scope: Scope,
}

impl Answer {
    /// The answer that denies one call.
    pub(super) const NO: Self = Self { approve: false, scope: Scope::Once };

    /// Returns the answer that a key gives.
    pub(super) fn of_key(key: Key) -> Option<Self> {
        let yes = |scope| Some(Self { approve: true, scope });
        match key {
            Key::Byte(b'y' | b'Y') => yes(Scope::Once),
            Key::Byte(b'a' | b'A') => yes(Scope::Same),
            Key::Byte(b't' | b'T') => yes(Scope::Tool),
            Key::Byte(b'n' | b'N' | b'\r' | b'\n') | Key::Escape | Key::End => Some(Self::NO),
            Key::Byte(_) | Key::Other => None,
        }
    }

    /// Hands the answer to the engine.
    pub(super) async fn give(self, engine: &Engine, approval: &str) -> Result<Resolution, StoreError> {
        engine.answer(approval, self.approve, RESOLVED_BY, self.scope).await
    }
}

/// Returns the remark about an answer that was not stored.
pub(super) fn not_stored(error: &StoreError) -> String {
    format!("the answer could not be kept: {error}")
}

/// Asks for an approval that no running turn of this terminal asks for; returns whether the conversation goes on.
pub(super) async fn ask_again(
    engine: &Engine,
    approval: Approval,
    view: &mut impl TurnView,
    signals: &mut Signals,
) -> io::Result<bool> {
    let id = approval.id.clone();
    view.event(&Event::Approval { approval: Box::new(approval) })?;
    let Some(answer) = wait_for_answer(view, signals).await? else { return Ok(false) };
    match answer.give(engine, &id).await {
        Ok(Resolution::Now(approval) | Resolution::Before(approval)) => {
            let decision = match approval.state {
                ApprovalState::Approved => Decision::Approved,
                ApprovalState::Expired => Decision::Expired,
                _ => Decision::Denied,
            };
            let by = approval.by.unwrap_or_default();
            view.event(&Event::Resolved { approval: id, decision, by })?;
        }
        Ok(Resolution::Unknown) => view.notice("the question is gone")?,
        Err(error) => view.notice(&not_stored(&error))?,
    }
    Ok(true)
}

/// Returns the answer of the next key or Ctrl-C; `None` if the process is to end.
async fn wait_for_answer(view: &mut impl TurnView, signals: &mut Signals) -> io::Result<Option<Answer>> {
    let mut ticks = interval(TICK);
    loop {
        tokio::select! {
            biased;
            signal = signals.next() => return Ok((signal == Interruption::Interrupt).then_some(Answer::NO)),
            _ = ticks.tick() => {
                view.tick()?;
                if let Some(answer) = Keyboard::pressed()?.and_then(Answer::of_key) {
                    return Ok(Some(answer));
                }
            }
        }
    }
}
