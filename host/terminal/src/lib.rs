//! The terminal: the conversation with an agent, and texts about plugins, hooks, sessions, tokens and traces.
//!
//! `ui` holds colours, line breaking and tables; `show` and `chat` use it and know nothing of each other.

mod chat;
mod show;
mod ui;

pub use chat::{
    Conversation, FollowEnd, Interruption, Keyboard, Signals, TurnPrinter, TurnView, follow, talk,
};
pub use show::{
    RegistryView, history_text, plugin_log_text, points_markdown, session_text, sessions_text, settings_text,
    to_json_text, tokens_text, trace_text,
};
pub use ui::{Style, safe};
