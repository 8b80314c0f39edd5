use crate::store::{
    Approval, InboxMessage, PendingNotifications, PluginChange, Schedule, Session, StoreError, StoreResult,
    StoredMessage, Token, TurnRecord,
};
use hookwire::cx::KvTable;
use hookwire::points::Message;
use serde_json::Value;
use std::collections::BTreeMap;

/// The data of a store.
#[derive(Debug, Default)]
pub(super) struct State {
    pub(super) sessions: BTreeMap<String, SessionState>,
    /// Every message that was accepted, by its id.
    pub(super) messages: BTreeMap<String, MessageState>,
    /// Messages without an answer or with a pending notification, in the order in which they were accepted.
    pub(super) inbox: BTreeMap<u64, InboxMessage>,
    /// The number of messages that were ever accepted.
    pub(super) accepted: u64,
    pub(super) approvals: BTreeMap<String, Approval>,
    pub(super) schedules: BTreeMap<String, ScheduleState>,
    /// The tokens by their names.
    pub(super) tokens: BTreeMap<String, Token>,
    pub(super) values: KvTable,
    /// Changes of plugins by plugin, in order.
    pub(super) plugin_changes: BTreeMap<String, Vec<PluginChange>>,
}

/// A schedule with what is known of its next run.
#[derive(Debug)]
pub(super) struct ScheduleState {
    pub(super) schedule: Schedule,
    pub(super) claimed: bool,
    /// How often the next run was claimed.
    pub(super) attempts: u64,
}

/// A session with everything that belongs to it.
#[derive(Debug)]
pub(super) struct SessionState {
    pub(super) session: Session,
    pub(super) transcript: Vec<StoredMessage>,
    pub(super) turns: Vec<TurnData>,
    /// The ids of accepted messages by their keys.
    pub(super) keys: BTreeMap<String, String>,
    /// The number of messages without an answer.
    pub(super) unanswered: usize,
    pub(super) blobs: BTreeMap<String, String>,
    /// The ids of approvals, in the order in which they were requested.
    pub(super) approvals: Vec<String>,
}

/// What is remembered of a message for as long as its session lives.
#[derive(Debug)]
pub(super) struct MessageState {
    pub(super) session: String,
    pub(super) digest: String,
    /// The position among all messages that were ever accepted.
    pub(super) order: u64,
    pub(super) turn: Option<u64>,
}

/// A turn with everything that belongs to it.
#[derive(Debug)]
pub(super) struct TurnData {
    pub(super) record: TurnRecord,
    /// The id of the message that the turn answers.
    pub(super) message: String,
    pub(super) journal: Vec<(String, Value)>,
    pub(super) trace: Option<String>,
    pub(super) pending: PendingNotifications,
}

impl State {
    pub(super) fn session(&self, id: &str) -> StoreResult<&SessionState> {
        self.sessions.get(id).ok_or_else(|| StoreError::unknown("session", id))
    }

    pub(super) fn session_mut(&mut self, id: &str) -> StoreResult<&mut SessionState> {
        self.sessions.get_mut(id).ok_or_else(|| StoreError::unknown("session", id))
    }

    pub(super) fn turn(&self, session: &str, turn: u64) -> Option<&TurnData> {
        self.sessions.get(session)?.turn(turn)
    }
}

impl SessionState {
    pub(super) fn new(session: &Session) -> Self {
        Self {
            session: session.clone(),
            transcript: Vec::new(),
            turns: Vec::new(),
            keys: BTreeMap::new(),
            unanswered: 0,
            blobs: BTreeMap::new(),
            approvals: Vec::new(),
        }
    }

    pub(super) fn touch(&mut self, at: i64) {
        self.session.active_at = self.session.active_at.max(at);
    }

    pub(super) fn add_message(&mut self, turn: u64, at: i64, message: Message) {
        let seq = self.transcript.len() as u64 + 1;
        self.transcript.push(StoredMessage { seq, turn, at, message });
    }

    pub(super) fn turn(&self, turn: u64) -> Option<&TurnData> {
        self.turns.get(index(turn)?)
    }

    pub(super) fn turn_mut(&mut self, turn: u64) -> StoreResult<&mut TurnData> {
        let id = &self.session.id;
        index(turn).and_then(|at| self.turns.get_mut(at)).ok_or_else(|| StoreError::unknown_turn(id, turn))
    }
}

/// Returns the index of a turn, as turns count from 1.
fn index(turn: u64) -> Option<usize> {
    usize::try_from(turn.checked_sub(1)?).ok()
}
