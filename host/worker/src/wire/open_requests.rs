use super::error::{RequestError, Violation, WireError};
use super::message::Response;
use crate::lock::lock;
use std::collections::HashMap;
use std::sync::Mutex;
use std::task::{Context, Poll, Waker};

/// The requests and pings of this side, by number, from the frame that asks until the one that answers. One that was given up stays
/// until the other side has said that it knows.
pub(super) struct OpenRequests {
    table: Mutex<Table>,
}

struct Table {
    last: u64,
    entries: HashMap<u64, Entry>,
    /// How many somebody waits for.
    awaited: usize,
}

struct Entry {
    ping: bool,
    state: State,
}

enum State {
    Waiting(Option<Waker>),
    Done(Outcome),
    GivenUp,
}

/// What came of a request or ping.
pub(super) type Outcome = Result<Response, RequestError>;

impl OpenRequests {
    pub(super) fn new() -> Self {
        Self { table: Mutex::new(Table { last: 0, entries: HashMap::new(), awaited: 0 }) }
    }

    /// Opens a request. Returns its number and how many are awaited, itself included.
    pub(super) fn open(&self, ping: bool) -> (u64, usize) {
        let mut table = lock(&self.table);
        table.last += 1;
        table.awaited += 1;
        let id = table.last;
        table.entries.insert(id, Entry { ping, state: State::Waiting(None) });
        (id, table.awaited)
    }

    /// How many are awaited.
    pub(super) fn awaited(&self) -> usize {
        lock(&self.table).awaited
    }

    /// Whether a request with this number was ever made.
    pub(super) fn was_made(&self, id: u64) -> bool {
        id <= lock(&self.table).last
    }

    /// Waits for what comes of a request. Not polled again once it is ready.
    pub(super) fn poll(&self, id: u64, cx: &mut Context<'_>) -> Poll<Outcome> {
        let mut table = lock(&self.table);
        let Some(entry) = table.entries.get_mut(&id) else { return Poll::Pending };
        match &mut entry.state {
            State::Waiting(Some(waker)) if waker.will_wake(cx.waker()) => Poll::Pending,
            State::Waiting(waker) => {
                *waker = Some(cx.waker().clone());
                Poll::Pending
            }
            State::GivenUp => Poll::Pending,
            State::Done(_) => match table.entries.remove(&id) {
                Some(Entry { state: State::Done(outcome), .. }) => Poll::Ready(outcome),
                _ => Poll::Pending,
            },
        }
    }

    /// Gives a request up. Returns whether the other side still has to hear of it.
    pub(super) fn give_up(&self, id: u64) -> bool {
        let mut table = lock(&self.table);
        let Some(entry) = table.entries.get_mut(&id) else { return false };
        let state = std::mem::replace(&mut entry.state, State::GivenUp);
        if matches!(state, State::Waiting(_)) {
            let ping = entry.ping;
            table.awaited -= 1;
            return !ping;
        }
        if matches!(state, State::Done(_)) {
            table.entries.remove(&id);
        }
        // A stream of the answer is dropped with it, and sends: not under the lock.
        drop(table);
        drop(state);
        false
    }

    /// Takes the answer to a request. Gives it back where the request was given up: a stream in it sends when it is dropped, which
    /// nobody may do under the lock.
    pub(super) fn resolve(
        &self,
        id: u64,
        ping: bool,
        outcome: Outcome,
    ) -> Result<Option<Outcome>, Violation> {
        let mut table = lock(&self.table);
        let Some(entry) = table.entries.get_mut(&id).filter(|entry| entry.ping == ping) else {
            return Err(Violation::NeverAsked { id });
        };
        match &mut entry.state {
            State::Done(_) => Err(Violation::NeverAsked { id }),
            State::GivenUp => {
                table.entries.remove(&id);
                Ok(Some(outcome))
            }
            State::Waiting(waker) => {
                let waker = waker.take();
                entry.state = State::Done(outcome);
                table.awaited -= 1;
                drop(table);
                if let Some(waker) = waker {
                    waker.wake();
                }
                Ok(None)
            }
        }
    }

    /// Answers all of them with the end of the connection.
    pub(super) fn close(&self, why: &WireError) {
        let mut table = lock(&self.table);
        let mut wakers = Vec::new();
        table.entries.retain(|_, entry| match &mut entry.state {
            State::Waiting(waker) => {
                wakers.extend(waker.take());
                entry.state = State::Done(Err(why.clone().into()));
                true
            }
            State::Done(_) => true,
            State::GivenUp => false,
        });
        table.awaited = 0;
        drop(table);
        wakers.into_iter().for_each(Waker::wake);
    }
}
