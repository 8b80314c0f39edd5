use super::approval::{Answer, NO_ANSWER, TICK, not_stored};
use super::keys::Keyboard;
use super::signals::{Interruption, Signals};
use super::view::TurnView;
use hookwire_engine::{Engine, Event, Incoming, Outcome, Reader, SendError, Sent};
use std::io;
use tokio::task::{JoinError, JoinHandle};
use tokio::time::{MissedTickBehavior, interval};

/// The end of following a message.
#[derive(Debug)]
pub enum FollowEnd {
    /// The turn ended.
    Ended(Outcome),
    /// The engine did not take the message.
    Refused(SendError),
    /// The user left before the end.
    Left,
}

/// Sends a message and shows its answer as it comes. Ctrl-C stops the turn (and denies what is asked), a second Ctrl-C
/// leaves; keys answer what is asked.
pub async fn follow(
    engine: &Engine,
    incoming: Incoming,
    view: &mut impl TurnView,
    signals: &mut Signals,
) -> io::Result<FollowEnd> {
    let is_command = incoming.message.starts_with('/');
    let mut follow = Follow { engine, is_command, is_stopped: false, has_explained_keys: false };
    let mut ticks = interval(TICK);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let sender = engine.clone();
    let mut sending = tokio::spawn(async move { sender.send(incoming).await });
    let mut events = None;
    loop {
        tokio::select! {
            biased;
            signal = signals.next() => {
                if follow.signal(signal, view, &sending, events.as_ref()).await? {
                    return Ok(FollowEnd::Left);
                }
            }
            sent = &mut sending, if events.is_none() => match follow.sent(sent)? {
                Ok(reader) => events = Some(reader),
                Err(end) => return Ok(end),
            },
            event = next(&mut events), if events.is_some() => {
                let Some(event) = event else { return Ok(FollowEnd::Left) };
                view.event(&event)?;
                if let Event::End(outcome) = event {
                    return Ok(FollowEnd::Ended(outcome));
                }
            }
            _ = ticks.tick() => {
                follow.key(view).await?;
                view.tick()?;
            }
        }
    }
}

async fn next(events: &mut Option<Reader>) -> Option<Event> {
    events.as_mut()?.next().await
}

/// The state of one message that is followed.
struct Follow<'a> {
    engine: &'a Engine,
    is_command: bool,
    is_stopped: bool,
    /// Whether the user has been told which keys answer a question.
    has_explained_keys: bool,
}

impl Follow<'_> {
    /// Acts on a signal; returns whether to leave.
    async fn signal(
        &mut self,
        signal: Interruption,
        view: &mut impl TurnView,
        sending: &JoinHandle<Result<Sent, SendError>>,
        events: Option<&Reader>,
    ) -> io::Result<bool> {
        if let Some(id) = view.asking().filter(|_| signal != Interruption::Terminate).map(str::to_owned) {
            self.answer(&id, Answer::NO, view).await?;
        }
        if signal != Interruption::Interrupt {
            return Ok(true);
        }
        self.is_stopped = true;
        match events {
            Some(events) => events.feed().cancel().cancel(),
            // A command has no turn to cancel. A message has one as soon as the engine has taken it.
            None if self.is_command => sending.abort(),
            None => {}
        }
        view.notice("stopping; Ctrl-C again leaves")?;
        Ok(false)
    }

    fn sent(
        &self,
        sent: Result<Result<Sent, SendError>, JoinError>,
    ) -> io::Result<Result<Reader, FollowEnd>> {
        match sent {
            Ok(Ok(sent)) => {
                if self.is_stopped {
                    sent.events.feed().cancel().cancel();
                }
                Ok(Ok(sent.events))
            }
            Ok(Err(error)) => Ok(Err(FollowEnd::Refused(error))),
            Err(aborted) if aborted.is_cancelled() => {
                Ok(Err(FollowEnd::Refused(SendError::Refused("the command was stopped".into()))))
            }
            Err(panic) => Err(io::Error::other(panic)),
        }
    }

    /// Takes the key that was pressed for an answer, if something is asked.
    async fn key(&mut self, view: &mut impl TurnView) -> io::Result<()> {
        let Some(id) = view.asking().map(str::to_owned) else { return Ok(()) };
        match Keyboard::pressed()?.map(Answer::of_key) {
            Some(Some(answer)) => self.answer(&id, answer, view).await,
            Some(None) if !std::mem::replace(&mut self.has_explained_keys, true) => view.notice(NO_ANSWER),
            _ => Ok(()),
        }
    }

    async fn answer(&self, approval: &str, answer: Answer, view: &mut impl TurnView) -> io::Result<()> {
        match answer.give(self.engine, approval).await {
            Ok(_) => Ok(()),
            Err(error) => view.notice(&not_stored(&error)),
        }
    }
}
