use super::exit::Exit;
use super::output::OutputDrain;
use super::page::Page;
use super::reaper::KillOnDrop;
use super::{clock, memory};
use crate::sandbox::Level;
use std::any::Any;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::UnixStream;

/// A worker process, as its host sees it; it is killed when this is dropped, and reaped in any case.
#[derive(Debug)]
pub struct Worker {
    parts: Parts,
}

/// What a worker consists of.
#[derive(Debug)]
pub(super) struct Parts {
    pub(super) child: KillOnDrop,
    /// The worker ends when this is closed; nothing is said over it any more.
    #[expect(dead_code, reason = "what counts is that it is open")]
    pub(super) control: UnixStream,
    pub(super) page: Arc<Page>,
    pub(super) output: Arc<OutputDrain>,
    pub(super) level: Level,
    /// The worker dies with the thread that started it, which lives as long as this.
    #[expect(dead_code, reason = "what counts is that it is there")]
    pub(super) spawner: Box<dyn Any + Send + Sync>,
}

impl Worker {
    pub(super) fn new(parts: Parts) -> Self {
        Self { parts }
    }

    /// Returns the number of the process, for people; the system may give it to another one once this one has ended.
    pub fn pid(&self) -> u32 {
        self.parts.child.process().pid().as_raw_nonzero().get().unsigned_abs()
    }

    /// Returns the page that it writes.
    pub fn page(&self) -> &Arc<Page> {
        &self.parts.page
    }

    /// Returns the level of its sandbox.
    pub fn level(&self) -> &Level {
        &self.parts.level
    }

    /// Kills it and all that it started, at once.
    pub fn kill(&self) {
        self.parts.child.process().kill();
    }

    /// Returns how it ended, if it has.
    pub fn exit(&self) -> Option<Exit> {
        self.parts.child.process().exit()
    }

    /// Waits until it has ended and, for a moment, until its last lines were taken.
    pub async fn wait(&self) -> Exit {
        let exit = self.parts.child.process().wait().await;
        self.parts.output.finish().await;
        exit
    }

    /// Returns the processor time that all its threads have used, while it runs; only Linux tells.
    pub fn cpu_time(&self) -> Option<Duration> {
        self.parts.child.process().look(clock::cpu_time)
    }

    /// Returns the bytes of memory that it shares with nobody, while it runs; only Linux tells.
    pub fn private_memory(&self) -> Option<u64> {
        self.parts.child.process().look(memory::private_bytes)
    }

    /// Returns how many bytes of its output were dropped.
    pub fn dropped_output(&self) -> u64 {
        self.parts.output.dropped()
    }
}
