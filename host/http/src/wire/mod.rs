//! The types of the bodies that the API takes and answers with: they are what clients build upon.
//!
//! Each is made `From` a type of the engine, so that the engine's types can change without the API.

mod approval;
mod card;
mod commands;
mod contribution;
mod error;
mod event;
mod fields;
mod health;
mod hook;
mod isolation;
mod message;
mod observers;
mod outcome;
mod owner;
mod plugin;
mod plugin_log;
mod plugin_settings;
mod schedule;
mod session;
mod turn;

pub(crate) use approval::{AnswerBody, Approval, Approvals};
pub(crate) use card::Cards;
pub(crate) use commands::{Command, Commands};
pub(crate) use error::{ErrorBody, ErrorEnvelope};
pub(crate) use event::Event;
pub(crate) use fields::Fields;
pub(crate) use health::Health;
pub(crate) use hook::HookPoint;
pub(crate) use message::{MessageBody, MessageFile, MessageParts, StoredMessage};
pub(crate) use observers::{Observers, ObserversBody};
pub(crate) use outcome::Outcome;
pub(crate) use owner::Owner;
pub(crate) use plugin::{Plugin, Plugins, status_text};
pub(crate) use plugin_log::{LogLevel, LogLine, PluginLog};
pub(crate) use plugin_settings::{
    PluginChangeResult, PluginHistory, PluginReloadResult, PluginSettings, PluginSettingsBody,
};
pub(crate) use schedule::{Schedule, ScheduleBody, Schedules};
pub(crate) use session::{Cancellation, Session, SessionExport, SessionMessages, Sessions};
pub(crate) use turn::{Turn, Turns};
