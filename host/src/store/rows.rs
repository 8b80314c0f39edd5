use super::Millis;
use hookwire::cx::RequestKind;
use hookwire::points::{Attachment, End, Message, ToolCall};
use serde::{Deserialize, Serialize};

/// Whose something is; both are empty where there is only one person.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub struct Owner {
    /// The organisation.
    pub tenant: String,
    /// The person.
    pub user: String,
}

/// A conversation.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Session {
    /// Its id.
    pub id: String,
    /// Whose it is.
    pub owner: Owner,
    /// The agent it is with.
    pub agent: String,
    /// When it began.
    pub created_at: Millis,
    /// When something last happened in it.
    pub active_at: Millis,
    /// When it was closed.
    pub closed_at: Option<Millis>,
    /// How many turns it has.
    pub turns: u64,
    /// What stands for its older messages.
    pub summary: String,
    /// The last message the summary stands for.
    pub summarised: u64,
}

impl Session {
    /// Makes one that begins now.
    pub fn new(id: impl Into<String>, owner: Owner, agent: impl Into<String>, now: Millis) -> Self {
        Self {
            id: id.into(),
            owner,
            agent: agent.into(),
            created_at: now,
            active_at: now,
            closed_at: None,
            turns: 0,
            summary: String::new(),
            summarised: 0,
        }
    }
}

/// Which part of a long list.
#[derive(Debug, Clone, Default)]
pub struct Page {
    /// Only what last happened before this time.
    pub before: Option<Millis>,
    /// At most so many.
    pub limit: u32,
}

/// A message of a transcript.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StoredMessage {
    /// Its place in the session, from 1.
    pub seq: u64,
    /// The turn it is of.
    pub turn: u64,
    /// When it was written.
    pub at: Millis,
    /// What it says.
    #[serde(flatten)]
    pub message: Message,
}

/// A message that was taken in and has to be answered.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct InboxMessage {
    /// Its id.
    pub id: String,
    /// The session it is for, which exists.
    pub session: String,
    /// What makes a second sending of it the same message; the id, if the sender gave none.
    pub key: String,
    /// What tells it from another message under that key: a digest of what was sent, before any hook changed it.
    pub digest: String,
    /// The agent that answers.
    pub agent: String,
    /// How it came.
    pub kind: RequestKind,
    /// Where it came from.
    pub channel: String,
    /// What it says.
    pub text: String,
    /// What came with it.
    pub attachments: Vec<Attachment>,
    /// When it came.
    pub received_at: Millis,
    /// Whether its session exists for this one answer and is closed with it, as the client keeps the conversation.
    #[serde(default)]
    pub one_shot: bool,
    /// Messages from before the session began, said elsewhere; they stand before the session's own.
    #[serde(default)]
    pub seed: Vec<Message>,
    /// Whether nobody is there who could answer a question.
    #[serde(default)]
    pub unattended: bool,
}

/// What became of a message that was to be taken in.
#[derive(Debug, Clone, PartialEq)]
pub enum Accepted {
    /// It will be answered.
    New,
    /// It was taken in before.
    Duplicate(Duplicate),
}

/// A message that was taken in before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duplicate {
    /// The posting's id.
    pub posting: String,
    /// The digest of what was sent then.
    pub digest: String,
    /// The turn's number, if it has begun.
    pub turn: Option<u64>,
}

/// A turn that begins or goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Begun {
    /// Its number in the session, from 1.
    pub turn: u64,
    /// Whether it had begun before, in a process that did not end it.
    pub resumed: bool,
    /// Whether it had even ended before: then there is nothing to do.
    pub ended: bool,
}

/// How a turn stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase", tag = "state", content = "end")]
pub enum TurnStatus {
    /// It is being worked on.
    Running,
    /// It is over.
    Ended(End),
}

/// A turn.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TurnRecord {
    /// The session's id.
    pub session: String,
    /// Its number in the session, from 1.
    pub turn: u64,
    /// The agent that works on it.
    pub agent: String,
    /// How it stands.
    #[serde(flatten)]
    pub state: TurnStatus,
    /// The final answer.
    pub response: String,
    /// What went wrong, if something did.
    pub error: Option<String>,
    /// When it began.
    pub started_at: Millis,
    /// When it ended.
    pub ended_at: Option<Millis>,
}

/// What is kept of a turn that ends.
#[derive(Debug, Clone)]
pub struct Finished {
    /// The session's id.
    pub session: String,
    /// The turn's number.
    pub turn: u64,
    /// How it ended.
    pub end: End,
    /// The final answer.
    pub response: String,
    /// What went wrong, if something did.
    pub error: Option<String>,
    /// Everything said after the user's message.
    pub messages: Vec<Message>,
    /// What hooks did, as JSON: it is written in every turn and read in few.
    pub trace: Option<String>,
    /// When it ended.
    pub at: Millis,
}

/// A tool call that a human has to allow.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Approval {
    /// Its id.
    pub id: String,
    /// The session's id.
    pub session: String,
    /// The turn's number.
    pub turn: u64,
    /// The agent that wants to make the call.
    pub agent: String,
    /// Whose session it is.
    pub owner: Owner,
    /// The call, as it will run.
    pub call: ToolCall,
    /// What the answer covers: the SHA-256 of tool and arguments.
    pub hash: String,
    /// Why it is asked, and by which plugin.
    pub reason: String,
    /// When it was asked.
    pub asked_at: Millis,
    /// When it counts as denied.
    pub expires_at: Millis,
    /// How it stands.
    pub state: ApprovalState,
    /// Who answered.
    pub by: Option<String>,
    /// How far the answer goes.
    pub scope: Scope,
}

/// How an approval stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs, reason = "the names say it")]
pub enum ApprovalState {
    Pending,
    Approved,
    Denied,
    Expired,
}

/// How far an approval goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Scope {
    /// For this call.
    #[default]
    Once,
    /// For every call of the tool with the very same arguments, by this agent in this session.
    Same,
    /// For every call of the tool, by this agent in this session.
    Tool,
}

/// What a human says to an approval.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// Whether the call may run.
    pub approve: bool,
    /// Who says so.
    pub by: String,
    /// How far it goes; only consent goes further than one call.
    pub scope: Scope,
    /// When.
    pub at: Millis,
}

/// What became of an answer.
#[derive(Debug, Clone, PartialEq)]
pub enum Resolved {
    /// It counts.
    Now(Approval),
    /// Somebody, or the clock, was faster; this is how it stands.
    Before(Approval),
    /// There is no such approval.
    Unknown,
}

/// A message that is sent to the agent at a time.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Schedule {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Whose it is.
    pub owner: Owner,
    /// The session the message goes to; a new one each time, if absent.
    pub session: Option<String>,
    /// The agent that answers.
    pub agent: String,
    /// What the message says.
    pub message: String,
    /// When it is due next.
    pub next_at: Millis,
    /// How long after that again, in milliseconds; once, if absent.
    pub every_ms: Option<i64>,
}

/// A key to the HTTP door.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Token {
    /// Its name.
    pub name: String,
    /// The SHA-256 of the token, which itself is not kept.
    #[serde(skip)]
    pub hash: String,
    /// For whom it opens.
    pub owner: Owner,
    /// When it was made.
    pub created_at: Millis,
    /// When it stops working.
    pub expires_at: Option<Millis>,
}
