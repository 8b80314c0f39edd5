use super::super::cancel::Cancel;
use crate::error::{Result, StaticText};
use futures_util::future::BoxFuture;
use std::fmt;
use std::sync::Arc;

/// The service that runs tasks for plugins, each until its plugin stops. Where there is a live set, it is the live set.
pub trait TaskService: Send + Sync + fmt::Debug {
    /// Begins a task of a plugin that runs. A panic and an error of the task are faults of the plugin.
    fn spawn(
        &self,
        plugin: &'static str,
        name: String,
        work: BoxFuture<'static, Result<()>>,
    ) -> Result<Task, SpawnError>;
}

/// A task of a plugin: made by [`Cx::spawn`](crate::Cx::spawn). Dropping it changes nothing.
#[derive(Debug, Clone)]
pub struct Task {
    name: Arc<str>,
    stop: Cancel,
    ended: Cancel,
}

/// Why a task was not begun.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[cfg_attr(feature = "remote", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub enum SpawnError {
    /// Too many tasks of the plugin run.
    #[error(
        "the task `{name}` cannot begin: {} of `{plugin}` run, which is the limit; wait for one of them",
        Task::MOST_AT_ONCE
    )]
    TooMany {
        /// The plugin's id.
        #[cfg_attr(feature = "remote", serde(deserialize_with = "crate::error_parts::interned"))]
        plugin: StaticText,
        /// The task's name.
        name: String,
    },
    /// The plugin does not run, or not any more.
    #[error("the task `{name}` cannot begin: `{plugin}` does not run")]
    Stopped {
        /// The plugin's id.
        #[cfg_attr(feature = "remote", serde(deserialize_with = "crate::error_parts::interned"))]
        plugin: StaticText,
        /// The task's name.
        name: String,
    },
    /// The thread is none of a tokio runtime.
    #[error("the task `{name}` cannot begin outside of a tokio runtime; spawn it from a thread of one")]
    NoRuntime {
        /// The task's name.
        name: String,
    },
}

impl Task {
    /// How many tasks of an instance of a plugin may run at once.
    pub const MOST_AT_ONCE: usize = 64;

    /// Makes the handle of a task, for a [`TaskService`]: it drops the task's work when `stop` is cancelled, and cancels
    /// `ended` when the task is over.
    pub fn new(name: impl Into<Arc<str>>, stop: Cancel, ended: Cancel) -> Self {
        Self { name: name.into(), stop, ended }
    }

    /// Returns the name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Stops the task where it waits next; what it has not done by then is not done.
    pub fn cancel(&self) {
        self.stop.cancel();
    }

    /// Returns whether the task is over.
    pub fn has_ended(&self) -> bool {
        self.ended.is_cancelled()
    }

    /// Waits until the task is over.
    pub async fn wait(&self) {
        self.ended.wait().await;
    }
}
