use super::BY;
use super::keys::{Key, Keys};
use super::signals::{Signals, Told};
use crate::agent::{Engine, Event, Incoming, Outcome, Reader, SendError, Sent};
use crate::store::{Approval, ApprovalState, Resolution, Scope, StoreError};
use hookwire::points::Decision;
use std::io;
use std::time::Duration;
use tokio::task::{JoinError, JoinHandle};
use tokio::time::{MissedTickBehavior, interval};

const NO_ANSWER: &str =
    "that key is no answer: y, a or t allows it; n, Enter, Esc or Ctrl-D does not; Ctrl-C stops it all";
const TICK: Duration = Duration::from_millis(50);

/// One who watches a message being answered.
pub(crate) trait View {
    fn event(&mut self, event: &Event) -> io::Result<()>;

    /// Called many times a second.
    fn tick(&mut self) -> io::Result<()> {
        Ok(())
    }

    /// Returns the approval that a key would answer now.
    fn asking(&self) -> Option<&str> {
        None
    }

    fn notice(&mut self, _text: &str) -> io::Result<()> {
        Ok(())
    }
}

/// What became of a message.
#[derive(Debug)]
pub(crate) enum Over {
    Ended(Outcome),
    Refused(SendError),
    /// Whoever watched left before the end.
    Left,
}

/// Sends a message and follows its answer: Ctrl-C stops it (and is a no to what is asked), a second
/// one leaves; keys answer what is asked.
pub(crate) async fn follow(
    agent: &Engine,
    incoming: Incoming,
    view: &mut impl View,
    signals: &mut Signals,
) -> io::Result<Over> {
    let mut follow =
        Follow { agent, command: incoming.message.starts_with('/'), stopped: false, taught: false };
    let mut ticks = interval(TICK);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let sender = agent.clone();
    let mut sending = tokio::spawn(async move { sender.send(incoming).await });
    let mut events = None;
    loop {
        tokio::select! {
            biased;
            told = signals.next() => {
                if follow.told(told, view, &sending, events.as_ref()).await? {
                    return Ok(Over::Left);
                }
            }
            sent = &mut sending, if events.is_none() => match follow.sent(sent)? {
                Ok(reader) => events = Some(reader),
                Err(over) => return Ok(over),
            },
            event = next(&mut events), if events.is_some() => {
                let Some(event) = event else { return Ok(Over::Left) };
                view.event(&event)?;
                if let Event::End(outcome) = event {
                    return Ok(Over::Ended(outcome));
                }
            }
            _ = ticks.tick() => {
                follow.key(view).await?;
                view.tick()?;
            }
        }
    }
}

/// Asks for an approval that no running turn of this terminal asks for.
pub(crate) async fn decide(
    agent: &Engine,
    approval: Approval,
    view: &mut impl View,
    signals: &mut Signals,
) -> io::Result<bool> {
    let id = approval.id.clone();
    view.event(&Event::Approval { approval: Box::new(approval) })?;
    let mut ticks = interval(TICK);
    let key = loop {
        tokio::select! {
            biased;
            told = signals.next() => break (told == Told::Interrupt).then_some((false, Scope::Once)),
            _ = ticks.tick() => {
                view.tick()?;
                if let Some(key) = Keys::pressed()?.and_then(meaning) {
                    break Some(key);
                }
            }
        }
    };
    let Some((approve, scope)) = key else { return Ok(false) };
    match agent.answer(&id, approve, BY, scope).await {
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
        Err(error) => view.notice(&unkept(&error))?,
    }
    Ok(true)
}

async fn next(events: &mut Option<Reader>) -> Option<Event> {
    events.as_mut()?.next().await
}

struct Follow<'a> {
    agent: &'a Engine,
    command: bool,
    stopped: bool,
    /// Whether it was said that a key is no answer.
    taught: bool,
}

impl Follow<'_> {
    /// Returns whether to leave.
    async fn told(
        &mut self,
        told: Told,
        view: &mut impl View,
        sending: &JoinHandle<Result<Sent, SendError>>,
        events: Option<&Reader>,
    ) -> io::Result<bool> {
        if let Some(id) = view.asking().filter(|_| told != Told::Terminate).map(str::to_owned) {
            self.answer(&id, (false, Scope::Once), view).await?;
        }
        if told != Told::Interrupt {
            return Ok(true);
        }
        self.stopped = true;
        match events {
            Some(events) => events.feed().cancel().cancel(),
            // A command has nothing that could be told to stop. A message has, once it is taken in.
            None if self.command => sending.abort(),
            None => {}
        }
        view.notice("stopping; Ctrl-C again leaves")?;
        Ok(false)
    }

    fn sent(&self, sent: Result<Result<Sent, SendError>, JoinError>) -> io::Result<Result<Reader, Over>> {
        match sent {
            Ok(Ok(sent)) => {
                if self.stopped {
                    sent.events.feed().cancel().cancel();
                }
                Ok(Ok(sent.events))
            }
            Ok(Err(error)) => Ok(Err(Over::Refused(error))),
            Err(aborted) if aborted.is_cancelled() => {
                Ok(Err(Over::Refused(SendError::Refused("the command was stopped".into()))))
            }
            Err(panic) => Err(io::Error::other(panic)),
        }
    }

    /// Takes the key that was pressed for an answer, if something is asked.
    async fn key(&mut self, view: &mut impl View) -> io::Result<()> {
        let Some(id) = view.asking().map(str::to_owned) else { return Ok(()) };
        match Keys::pressed()?.map(meaning) {
            Some(Some(answer)) => self.answer(&id, answer, view).await,
            Some(None) if !std::mem::replace(&mut self.taught, true) => view.notice(NO_ANSWER),
            _ => Ok(()),
        }
    }

    async fn answer(&self, id: &str, answer: (bool, Scope), view: &mut impl View) -> io::Result<()> {
        let (approve, scope) = answer;
        match self.agent.answer(id, approve, BY, scope).await {
            Ok(_) => Ok(()),
            Err(error) => view.notice(&unkept(&error)),
        }
    }
}

fn meaning(key: Key) -> Option<(bool, Scope)> {
    match key {
        Key::Byte(b'y' | b'Y') => Some((true, Scope::Once)),
        Key::Byte(b'a' | b'A') => Some((true, Scope::Same)),
        Key::Byte(b't' | b'T') => Some((true, Scope::Tool)),
        Key::Byte(b'n' | b'N' | b'\r' | b'\n') | Key::Escape | Key::End => Some((false, Scope::Once)),
        Key::Byte(_) | Key::Other => None,
    }
}

fn unkept(error: &StoreError) -> String {
    format!("the answer could not be kept: {error}")
}
