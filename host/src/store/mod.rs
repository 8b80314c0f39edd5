//! What outlives the process: sessions, the inbox, turns and their journal, approvals, schedules, tokens.
//!
//! One contract, three stores: SQLite for one machine, PostgreSQL when outgrown, memory for tests and benchmarks.

mod answer;
mod error;
mod memory;
mod open;
mod options;
mod rows;
mod sql;
mod text;

pub use error::{Cause, StoreError};
pub use memory::Memory;
pub use open::{At, join, look, open};
pub use options::StoreOptions;
pub use rows::{
    Accepted, Answer, Approval, ApprovalState, Begun, Duplicate, Finished, InboxMessage, Owner, Page,
    Resolved, Schedule, Scope, Session, StoredMessage, Token, TurnRecord, TurnStatus,
};

use async_trait::async_trait;
use serde_json::Value;
use std::fmt;

/// Milliseconds since 1970.
pub type Millis = i64;

type Result<T, E = StoreError> = std::result::Result<T, E>;

/// Keeps what must not be lost. Each method is one transaction: it happens whole or not at all.
///
/// A zero character in a plain text becomes U+FFFD, as PostgreSQL has no place for it; in messages and other
/// JSON it stays.
#[async_trait]
pub trait Store: Send + Sync + fmt::Debug + 'static {
    /// Says where things are kept, without any secret.
    fn place(&self) -> String;
    /// Fails if the store cannot be read and written now.
    async fn ping(&self) -> Result<()>;
    /// Fails with [`StoreError::InUse`] if another host has come in meanwhile; from then on nothing is written here.
    ///
    /// A lock that was lost, and that nobody has taken, is taken again.
    async fn hold(&self) -> Result<()>;

    // ===== Sessions =====

    /// Makes a session unless there is one of this id, and returns it as it is now.
    async fn open_session(&self, session: &Session) -> Result<Session>;
    /// Returns a session.
    async fn session(&self, id: &str) -> Result<Option<Session>>;
    /// Returns sessions of an owner, or of all, the latest first.
    async fn sessions(&self, owner: Option<&Owner>, page: &Page) -> Result<Vec<Session>>;
    /// Closes a session; returns whether it was open. One in which a turn runs or waits does not expire.
    async fn close_session(&self, id: &str, expired: bool, at: Millis) -> Result<bool>;
    /// Deletes a session and everything of it; returns whether there was one.
    async fn delete_session(&self, id: &str) -> Result<bool>;
    /// Returns open sessions in which nothing happened since a time and no turn runs or waits.
    async fn idle_sessions(&self, since: Millis, limit: u32) -> Result<Vec<Session>>;
    /// Lets a summary stand for all messages up to one, unless there is one that stands for more.
    async fn summarise(&self, id: &str, summary: &str, upto: u64) -> Result<()>;
    /// Returns the messages of a session after one, in their order.
    async fn messages(&self, session: &str, after: u64, limit: u32) -> Result<Vec<StoredMessage>>;

    // ===== Inbox and turns =====

    /// Takes a message in, once for each key of a session. From here on it will be answered.
    async fn accept(&self, posting: &InboxMessage) -> Result<Accepted>;
    /// Returns what was taken in under a key of a session, whether that is closed or not.
    async fn known(&self, session: &str, key: &str) -> Result<Option<Duplicate>>;
    /// Returns everything accepted and not answered, in the order it came.
    async fn unanswered(&self) -> Result<Vec<InboxMessage>>;
    /// Begins the turn of a posting and writes its message into the transcript; or goes on with one that began.
    async fn begin_turn(&self, posting: &str, at: Millis) -> Result<Begun>;
    /// Keeps the result of a step under a key, unless the turn has one there already or has ended.
    async fn journal(&self, session: &str, turn: u64, key: &str, value: &Value) -> Result<()>;
    /// Returns the results of a turn's steps so far.
    async fn journaled(&self, session: &str, turn: u64) -> Result<Vec<(String, Value)>>;
    /// Ends a turn: its messages join the transcript, its posting is answered, its journal is gone.
    ///
    /// A turn that has ended already stays as it is; returns whether it was this call that ended it.
    async fn finish_turn(&self, finished: &Finished) -> Result<bool>;
    /// Returns a turn.
    async fn turn(&self, session: &str, turn: u64) -> Result<Option<TurnRecord>>;
    /// Returns the turns of a session, in their order.
    async fn turns(&self, session: &str) -> Result<Vec<TurnRecord>>;
    /// Returns what hooks did in a turn, as it was given to [`Store::finish_turn`].
    async fn trace(&self, session: &str, turn: u64) -> Result<Option<Value>>;

    /// Keeps a text that is too large for a conversation; the last one of an id counts.
    async fn keep_aside(&self, session: &str, id: &str, text: &str) -> Result<()>;
    /// Returns such a text.
    async fn aside(&self, session: &str, id: &str) -> Result<Option<String>>;

    // ===== Approvals =====

    /// Asks for an approval, or returns the one asked for the same call of the same turn with the same arguments.
    async fn ask(&self, approval: &Approval) -> Result<Approval>;
    /// Returns an approval.
    async fn approval(&self, id: &str) -> Result<Option<Approval>>;
    /// Returns the approvals of an owner, or of all, the latest first; perhaps only those that wait.
    async fn approvals(&self, owner: Option<&Owner>, pending: bool, limit: u32) -> Result<Vec<Approval>>;
    /// Answers an approval that waits and has not expired.
    async fn resolve(&self, id: &str, answer: &Answer) -> Result<Resolved>;
    /// Ends every approval whose time is over, and returns them.
    async fn expire_approvals(&self, now: Millis) -> Result<Vec<Approval>>;
    /// Returns the approval that said "always" and covers this call, if there is one.
    async fn granted(&self, session: &str, agent: &str, tool: &str, hash: &str) -> Result<Option<Approval>>;

    // ===== Schedules and tokens =====

    /// Keeps a schedule.
    async fn add_schedule(&self, schedule: &Schedule) -> Result<()>;
    /// Returns the schedules of an owner, or of all, the next to fire first.
    async fn schedules(&self, owner: Option<&Owner>) -> Result<Vec<Schedule>>;
    /// Deletes a schedule, and returns it if it was there.
    async fn remove_schedule(&self, id: &str) -> Result<Option<Schedule>>;
    /// Moves a schedule that is due at `from` to its next time, or deletes it; false if somebody else was faster.
    async fn advance_schedule(&self, id: &str, from: Millis, next: Option<Millis>) -> Result<bool>;

    /// Keeps a token.
    async fn add_token(&self, token: &Token) -> Result<()>;
    /// Returns the token of a hash.
    async fn token(&self, hash: &str) -> Result<Option<Token>>;
    /// Returns all tokens, by name.
    async fn tokens(&self) -> Result<Vec<Token>>;
    /// Deletes a token by its name; returns whether there was one.
    async fn remove_token(&self, name: &str) -> Result<bool>;
}
