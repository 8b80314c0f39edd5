use super::{ToolCall, made_of};
use crate::hook_point;
use serde::{Deserialize, Serialize};

/// Fired when a user's message is stored, before any work on it.
#[hook_point("message.received", kind = observe)]
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct MessageReceived {
    /// What it says.
    pub text: String,
    /// The files that came with it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment>,
}
made_of!(MessageReceived { text: String });

/// Fired when a reply was delivered.
#[hook_point("message.sent", kind = observe)]
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct MessageSent {
    /// Where it went.
    pub channel: String,
    /// What it says.
    pub text: String,
}
made_of!(MessageSent { channel: String, text: String });

/// Fired when a request has attachments; each hook may add a text, and they are joined by blank lines.
#[hook_point("attachment.describe", kind = collect, event = Attachments, outcome = String)]
#[derive(Debug)]
pub struct AttachmentDescribe;

/// The attachments of a request.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Attachments {
    /// One by one.
    pub files: Vec<Attachment>,
}
made_of!(Attachments { files: Vec<Attachment> });

/// A file that came with a request.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Attachment {
    /// Its name, as the sender called it.
    pub name: String,
    /// Its media type, as the sender called it.
    pub mime: String,
    /// Where it lies.
    pub path: String,
    /// How long it is, in bytes.
    pub bytes: u64,
    /// What it holds, as SHA-256 in hexadecimal digits; empty where nobody looked.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub sha256: String,
}
made_of!(Attachment { name: String, mime: String, path: String });

/// Fired for every request, after the profile's own context; each hook may add messages.
#[hook_point("context.provide", kind = collect, event = Context, outcome = Message)]
#[derive(Debug)]
pub struct ContextProvide;

/// The conversation to which context may be added.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Context {
    /// The messages so far.
    pub messages: Vec<Message>,
}
made_of!(Context { messages: Vec<Message> });

/// One message of a conversation.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Message {
    /// Who says it.
    pub role: MessageRole,
    /// What they say.
    pub text: String,
    /// The tools that the model calls with it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub calls: Vec<ToolCall>,
    /// The call that this is the result of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub call: Option<String>,
}
made_of!(Message { role: MessageRole, text: String });

/// Who says a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MessageRole {
    /// The instructions.
    System,
    /// The person.
    #[default]
    User,
    /// The model.
    Assistant,
    /// A tool.
    Tool,
}
