use serde::Serialize;
use utoipa::ToSchema;

/// The slash commands of an agent.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Commands {
    pub(crate) commands: Vec<Command>,
}

/// A slash command: a message `/name`, perhaps with arguments behind it.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Command {
    /// The command's name, without the slash.
    pub(crate) name: String,
    /// How the command is written: `/remind <minutes> <text>`.
    pub(crate) usage: String,
    /// The command's description, with the plugin it belongs to.
    pub(crate) description: String,
    /// Whether it is for admins alone.
    pub(crate) admin: bool,
    /// Whether it answers at once that it has begun, and later with a message to the session.
    pub(crate) background: bool,
}
