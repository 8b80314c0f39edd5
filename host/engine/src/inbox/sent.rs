use crate::feed::{Event, Outcome, Reader};
use hookwire::points::End;

/// A message that was taken in.
#[derive(Debug)]
pub struct Sent {
    /// The session's id; none, if a hook or a command answered before there was a session.
    pub session: Option<String>,
    /// The events while the message is answered.
    pub events: Reader,
    /// Whether a turn began for the message; not for a command, or for a message that was sent before.
    pub fresh: bool,
}

impl Sent {
    /// Waits for the end and returns the outcome.
    pub async fn outcome(mut self) -> Outcome {
        while let Some(event) = self.events.next().await {
            if let Event::End(outcome) = event {
                return outcome;
            }
        }
        Outcome { end: End::Failed, error: Some("the answer broke off".into()), ..Outcome::default() }
    }
}
