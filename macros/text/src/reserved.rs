//! Names that belong to the host and that no plugin may use.

/// The slash commands of the host, without their slashes.
///
/// The last four are the terminal's; they are reserved everywhere, so that a command means one thing on every channel.
pub const COMMANDS: [&str; 9] =
    ["help", "plugins", "agents", "skill", "new", "approvals", "exit", "quit", "resume"];

/// The verbs of the host on the command line: no plugin with one of these ids can bring verbs of its own.
pub const VERBS: [&str; 9] =
    ["chat", "serve", "sessions", "explain", "tokens", "plugins", "hooks", "config", "help"];

/// The host's own tools: they give work to members, read more of a long result, and load a skill.
pub const TOOLS: [&str; 3] = ["delegate", "read_result", "load_skill"];
