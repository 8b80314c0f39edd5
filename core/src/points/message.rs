use super::{ToolCall, made_of};
use crate::{Described, hook_point};
use serde::{Deserialize, Serialize};

/// A user's message in the transcript, before any work on it.
///
/// * **Point**: `message.received`, an [observe](crate::point::Observe) point.
/// * **Event**: this type.
/// * **When**: at the beginning of the message's turn, after [`RequestStart`] (and [`SessionStart`] in the first turn). The
///   message is stored. At least once: if the host dies before it has noted that the hooks ran, they run again when the turn
///   goes on.
/// * **A hook may** look: log, count, index.
/// * **`Err`**: open unless told otherwise: the fault is reported, and the turn goes on. Where it is closed, the turn ends
///   as [`Refused`](super::End::Refused).
/// * **Neighbours**: [`InboundReceived`] came before and could change or drop the message; requests without a turn (slash
///   commands, intercepted requests) do not come here. `/skill NAME TASK` begins a turn: its text is the skill's, and the task.
///
/// [`RequestStart`]: super::RequestStart
/// [`SessionStart`]: super::SessionStart
/// [`InboundReceived`]: super::InboundReceived
#[hook_point("message.received", kind = observe)]
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct MessageReceived {
    /// The text of the message.
    pub text: String,
    /// The files that came with the message.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment>,
}
made_of!(MessageReceived { text: String });

/// The delivery of a reply.
///
/// * **Point**: `message.sent`, an [observe](crate::point::Observe) point.
/// * **Event**: this type.
/// * **When**: after the reply was handed to the client, which never waits for these hooks; of a turn, of a slash command
///   and of an intercepted request alike. Not for an empty reply. Also when a plugin's message was stored (`cx.send()`).
/// * **A hook may** look: log, mirror.
/// * **`Err`**: the fault is reported; the reply is delivered already.
/// * **Neighbours**: [`AgentAfter`](super::AgentAfter) is the last place where an answer can be changed;
///   [`TurnComplete`](super::TurnComplete) follows, also where there is no reply.
#[hook_point("message.sent", kind = observe)]
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct MessageSent {
    /// The channel on which the reply went out; the id of the plugin that sent the message of its own accord.
    pub channel: String,
    /// The text of the reply.
    pub text: String,
}
made_of!(MessageSent { channel: String, text: String });

/// The description of attachments for the model: each hook may add a text about them.
///
/// * **Point**: `attachment.describe`, a [collect](crate::point::Collect) point.
/// * **Event**: [`Attachments`]. **Item**: `String`.
/// * **When**: in a turn whose message has attachments, before [`ContextProvide`].
/// * **A hook may** read the files and return texts: what an image shows, what a document says. The model gets a list of
///   the files and all texts, joined by blank lines, in a system message before the user's message.
/// * **`Err`**: open unless told otherwise: the fault is reported, and the others' texts count. Where it is closed, the
///   turn ends as [`Refused`](super::End::Refused).
/// * **Neighbours**: [`ContextProvide`] fires with and without attachments.
#[hook_point("attachment.describe", kind = collect, event = Attachments, outcome = String)]
#[derive(Debug)]
pub struct AttachmentDescribe;

/// The attachments of a request.
#[derive(Debug, Clone, Default, Serialize, Deserialize, Described)]
#[non_exhaustive]
pub struct Attachments {
    /// The files, in the order in which they were sent.
    pub files: Vec<Attachment>,
}
made_of!(Attachments { files: Vec<Attachment> });

/// A file that came with a message.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Described)]
#[non_exhaustive]
pub struct Attachment {
    /// The name of the file, as the sender gave it.
    pub name: String,
    /// The media type, as the sender gave it.
    pub mime: String,
    /// The path of the file on the host.
    pub path: String,
    /// The size in bytes.
    pub bytes: u64,
    /// The SHA-256 of the content in hexadecimal digits; empty if it was not computed.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub sha256: String,
}
made_of!(Attachment { name: String, mime: String, path: String });

/// The context that plugins add to a conversation: each hook may add messages.
///
/// * **Point**: `context.provide`, a [collect](crate::point::Collect) point.
/// * **Event**: [`Context`]. **Item**: [`Message`].
/// * **When**: once in a turn, before [`AgentBefore`]; and once for each task that a member gets.
/// * **A hook may** return messages, for instance of the role [`System`](MessageRole::System) with what it knows about the
///   user. They stand before the message to be answered, for this turn only: they are not stored.
/// * **`Err`**: open unless told otherwise: the fault is reported, and the others' messages count. Where it is closed, the
///   turn ends as [`Refused`](super::End::Refused).
/// * **Neighbours**: [`AgentBefore`] may also change and remove messages.
///
/// [`AgentBefore`]: super::AgentBefore
#[hook_point("context.provide", kind = collect, event = Context, outcome = Message)]
#[derive(Debug)]
pub struct ContextProvide;

/// The conversation to which context may be added.
#[derive(Debug, Clone, Default, Serialize, Deserialize, Described)]
#[non_exhaustive]
pub struct Context {
    /// The messages so far; the one to be answered is the last.
    pub messages: Vec<Message>,
}
made_of!(Context { messages: Vec<Message> });

/// One message of a conversation.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize, Described)]
#[non_exhaustive]
pub struct Message {
    /// The author of the message.
    pub role: MessageRole,
    /// The text of the message.
    pub text: String,
    /// The tool calls of the message, if it is the model's.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub calls: Vec<ToolCall>,
    /// The id of the call whose result the message is, if it is a tool's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub call: Option<String>,
    /// The plugin that sent the message of its own accord, in the assistant's name; absent otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plugin: Option<String>,
    /// The files that the plugin sent with the message.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<MessageFile>,
}
made_of!(Message { role: MessageRole, text: String });

/// A file that a plugin sent with a message; the session keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Described)]
#[non_exhaustive]
pub struct MessageFile {
    /// The id of the file in its session.
    pub id: String,
    /// The name of the file.
    pub name: String,
    /// The media type.
    pub mime: String,
    /// The size in bytes.
    pub bytes: u64,
    /// The SHA-256 of the content in hexadecimal digits.
    pub sha256: String,
}
made_of!(MessageFile { id: String, name: String, mime: String });

/// The author of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, Described)]
#[serde(rename_all = "lowercase")]
pub enum MessageRole {
    /// The host or a plugin: instructions and context.
    System,
    /// The person.
    #[default]
    User,
    /// The model.
    Assistant,
    /// A tool, with its result.
    Tool,
}
