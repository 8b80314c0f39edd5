use super::bytes::Bytes;
use hookwire::cx::{HttpMethod, KvOwner, NewSchedule, SessionScope};
use hookwire::points::ModelRequest;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::fmt;
use std::time::{Duration, SystemTime};

/// What a plugin in a worker asks of its host. It names neither the plugin nor who asks: the host knows both.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum HostRequest {
    /// Something of the values that it keeps.
    Kv {
        /// Whose values they are.
        owner: KvOwner,
        /// What is to be done.
        call: KvCall,
    },
    /// An HTTP request.
    Http {
        /// The request.
        call: HttpCall,
    },
    /// Something of the files in its folder.
    Dir {
        /// What is to be done.
        call: DirCall,
    },
    /// Something of sessions.
    Sessions {
        /// Whose sessions they are.
        scope: SessionScope,
        /// What is to be done.
        call: SessionsCall,
    },
    /// A message to a session.
    Send {
        /// Whose session it is.
        scope: SessionScope,
        /// The session's id.
        session: String,
        /// The text.
        text: String,
        /// The files.
        files: Vec<NewFile>,
    },
    /// A template to be filled in.
    Render {
        /// The template's name.
        template: String,
        /// The values.
        values: Value,
    },
    /// Something of its schedules.
    Schedule {
        /// What is to be done.
        call: ScheduleCall,
    },
    /// A call of a tool.
    Tool {
        /// The tool's name.
        tool: String,
        /// The arguments.
        args: Value,
    },
    /// A question to a model.
    Model {
        /// The question.
        request: ModelRequest,
    },
}

/// What is to be done with the values that a plugin keeps.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KvCall {
    /// Return the value of a key.
    Get {
        /// The key.
        key: String,
    },
    /// Write the value of a key.
    Set {
        /// The key.
        key: String,
        /// The value.
        value: Value,
        /// The time after which it is gone.
        time: Option<Duration>,
    },
    /// Write the value of a key if the old one is as expected.
    CompareAndSet {
        /// The key.
        key: String,
        /// What is expected.
        expected: KvExpected,
        /// The value.
        value: Value,
    },
    /// Remove a key.
    Remove {
        /// The key.
        key: String,
    },
    /// Return the keys that begin with a prefix.
    Scan {
        /// The prefix.
        prefix: String,
        /// The last key of the page before.
        after: String,
        /// How many are wanted at most.
        limit: u32,
    },
}

/// What is expected to be there; `null` is a value as well.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum KvExpected {
    /// Nothing.
    Absent,
    /// This value.
    Equal {
        /// The value.
        value: Value,
    },
}

/// An HTTP request of a plugin.
#[derive(Serialize, Deserialize)]
pub struct HttpCall {
    /// The method.
    pub method: HttpMethod,
    /// The URL, which may hold secrets.
    pub url: String,
    /// The headers, in order.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: HttpCallBody,
    /// The time for the request and all of its answer.
    pub timeout: Option<Duration>,
    /// The most bytes that the answer may have.
    pub max_bytes: Option<u64>,
    /// The most redirects to follow.
    pub max_redirects: Option<u32>,
}

/// The body of an HTTP request of a plugin.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HttpCallBody {
    /// None.
    Empty,
    /// Bytes, which can be sent again.
    Bytes {
        /// The bytes.
        bytes: Bytes,
    },
    /// The stream that comes with the question.
    Stream,
}

/// What is to be done with the files in a plugin's folder.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DirCall {
    /// Return the contents of a file.
    Read {
        /// The path.
        path: String,
    },
    /// Write a file.
    Write {
        /// The path.
        path: String,
        /// What is written.
        contents: Bytes,
        /// Whether it is added to the end of the file.
        append: bool,
    },
    /// Return what lies in a folder.
    List {
        /// The path.
        path: String,
    },
    /// Remove a file or a folder.
    Remove {
        /// The path.
        path: String,
    },
}

/// What is to be done with sessions.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SessionsCall {
    /// Return sessions, the last active first.
    List {
        /// Only those that were last active before this time.
        before: Option<SystemTime>,
        /// How many are wanted at most.
        limit: u32,
    },
    /// Return a session.
    Find {
        /// The session's id.
        session: String,
    },
    /// Return messages of a session.
    Messages {
        /// The session's id.
        session: String,
        /// The number of the last message of the page before.
        after: u64,
        /// How many are wanted at most.
        limit: u32,
    },
    /// Have the agent forget what was said.
    Clear {
        /// The session's id.
        session: String,
    },
    /// Have a model summarise a session.
    Summarise {
        /// The session's id.
        session: String,
    },
    /// Set the label of a session.
    Label {
        /// The session's id.
        session: String,
        /// The label.
        label: String,
    },
}

/// A file of a message that is sent.
#[derive(Debug, Serialize, Deserialize)]
pub struct NewFile {
    /// The name.
    pub name: String,
    /// The media type.
    pub mime: String,
    /// The content.
    pub bytes: Bytes,
}

/// What is to be done with the schedules of a plugin.
#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ScheduleCall {
    /// Keep a schedule.
    Put {
        /// The schedule; how many there may be is for the host to say.
        schedule: NewSchedule,
    },
    /// Return the schedules.
    List,
    /// Call a schedule off.
    Cancel {
        /// Its name.
        name: String,
    },
}

/// Shows no URL, no value of a header and no body: each may be secret.
impl fmt::Debug for HttpCall {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("HttpCall")
            .field("method", &self.method)
            .field("body", &self.body)
            .finish_non_exhaustive()
    }
}
