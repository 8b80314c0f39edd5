//! The plugin `message-logger`: logs and counts the messages of users and the replies of the agent.

mod config;
mod counter;
mod hooks;
mod preview;

pub use config::Config;
pub use hooks::MessageLogger;
