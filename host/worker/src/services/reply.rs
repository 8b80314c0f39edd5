use super::bytes::Bytes;
use hookwire::cx::{DirEntry, ScheduleInfo, SessionInfo, SessionMessage};
use hookwire::points::{ModelResponse, ToolReport};
use hookwire::remote::RemoteError;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::fmt;

/// What the host answers to a [`HostRequest`](super::HostRequest).
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum HostReply {
    /// It is done.
    Done,
    /// Yes or no.
    Flag {
        /// Which of both.
        is: bool,
    },
    /// A text.
    Text {
        /// The text.
        text: String,
    },
    /// The value of a key; `null` is a value as well.
    KvValue {
        /// Whether there is one.
        found: bool,
        /// The value.
        value: Value,
    },
    /// Keys with their values.
    KvPage {
        /// The keys and values.
        values: Vec<(String, Value)>,
    },
    /// The contents of a file, if it is there.
    File {
        /// The contents.
        contents: Option<Bytes>,
    },
    /// What lies in a folder.
    Folder {
        /// The files and folders.
        entries: Vec<DirEntry>,
    },
    /// Sessions.
    Sessions {
        /// The sessions.
        sessions: Vec<SessionInfo>,
    },
    /// A session, if there is one.
    Session {
        /// The session.
        session: Option<SessionInfo>,
    },
    /// Messages of a session.
    Messages {
        /// The messages.
        messages: Vec<SessionMessage>,
    },
    /// Schedules.
    Schedules {
        /// The schedules.
        schedules: Vec<ScheduleInfo>,
    },
    /// The result of a tool.
    Tool {
        /// The result.
        report: ToolReport,
    },
    /// The response of a model.
    Model {
        /// The response.
        response: ModelResponse,
    },
    /// The head of an answer to an HTTP request, whose body is the stream.
    Http {
        /// The status.
        status: u16,
        /// The headers, in order.
        headers: Vec<(String, String)>,
        /// The URL that answered.
        url: String,
    },
}

impl HostReply {
    /// Returns the error that another reply than this one was expected.
    pub(super) fn unexpected(&self) -> RemoteError {
        RemoteError::Protocol { why: format!("`{self:?}` is no answer to what was asked") }
    }

    const fn name(&self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Flag { .. } => "flag",
            Self::Text { .. } => "text",
            Self::KvValue { .. } => "kv_value",
            Self::KvPage { .. } => "kv_page",
            Self::File { .. } => "file",
            Self::Folder { .. } => "folder",
            Self::Sessions { .. } => "sessions",
            Self::Session { .. } => "session",
            Self::Messages { .. } => "messages",
            Self::Schedules { .. } => "schedules",
            Self::Tool { .. } => "tool",
            Self::Model { .. } => "model",
            Self::Http { .. } => "http",
        }
    }
}

/// Shows nothing of what is answered: it may be secret.
impl fmt::Debug for HostReply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
