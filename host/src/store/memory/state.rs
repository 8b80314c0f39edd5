use crate::store::{
    Approval, InboxMessage, Result, Schedule, Session, StoreError, StoredMessage, Token, TurnRecord,
};
use hookwire::points::Message;
use serde_json::Value;
use std::collections::BTreeMap;

/// All there is.
#[derive(Debug, Default)]
pub(super) struct State {
    pub(super) sessions: BTreeMap<String, Kept>,
    /// Every posting ever taken in, by its id.
    pub(super) postings: BTreeMap<String, Received>,
    /// Those that are not answered, in the order they came.
    pub(super) inbox: BTreeMap<u64, InboxMessage>,
    pub(super) arrived: u64,
    pub(super) approvals: BTreeMap<String, Approval>,
    pub(super) schedules: BTreeMap<String, Schedule>,
    /// By name.
    pub(super) tokens: BTreeMap<String, Token>,
}

/// A session and what is of it.
#[derive(Debug)]
pub(super) struct Kept {
    pub(super) session: Session,
    pub(super) messages: Vec<StoredMessage>,
    pub(super) turns: Vec<Worked>,
    /// The postings' ids by their keys.
    pub(super) keys: BTreeMap<String, String>,
    /// How many of them are not answered.
    pub(super) waiting: usize,
    pub(super) asides: BTreeMap<String, String>,
    /// The ids of its approvals.
    pub(super) approvals: Vec<String>,
}

/// A posting that was taken in.
#[derive(Debug)]
pub(super) struct Received {
    pub(super) session: String,
    pub(super) order: u64,
    pub(super) digest: String,
    pub(super) turn: Option<u64>,
}

/// A turn and what is of it.
#[derive(Debug)]
pub(super) struct Worked {
    pub(super) turn: TurnRecord,
    pub(super) posting: String,
    pub(super) journal: Vec<(String, Value)>,
    pub(super) trace: Option<String>,
}

impl State {
    pub(super) fn kept(&mut self, id: &str) -> Result<&mut Kept> {
        self.sessions.get_mut(id).ok_or_else(|| StoreError::unknown("session", id))
    }
}

impl Kept {
    pub(super) fn new(session: &Session) -> Self {
        Self {
            session: session.clone(),
            messages: Vec::new(),
            turns: Vec::new(),
            keys: BTreeMap::new(),
            waiting: 0,
            asides: BTreeMap::new(),
            approvals: Vec::new(),
        }
    }

    pub(super) fn touch(&mut self, at: i64) {
        self.session.active_at = self.session.active_at.max(at);
    }

    pub(super) fn write(&mut self, turn: u64, at: i64, message: Message) {
        let seq = self.messages.len() as u64 + 1;
        self.messages.push(StoredMessage { seq, turn, at, message });
    }

    pub(super) fn worked(&self, turn: u64) -> Option<&Worked> {
        self.turns.get(place(turn)?)
    }

    pub(super) fn worked_mut(&mut self, turn: u64) -> Result<&mut Worked> {
        let id = &self.session.id;
        let unknown = || StoreError::unknown("turn", format!("{id}/{turn}"));
        place(turn).and_then(|at| self.turns.get_mut(at)).ok_or_else(unknown)
    }
}

/// Turns count from 1.
fn place(turn: u64) -> Option<usize> {
    usize::try_from(turn.checked_sub(1)?).ok()
}
