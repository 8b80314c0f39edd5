//! Turns that are given up while a hook keeps their thread.

use crate::mutex::lock;
use crate::state::{EngineState, InFlightGuard, QueueTicket};
use crate::turn::Turn;
use hookwire::chain::Overrun;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Instant;
use tokio::runtime::Handle;

/// What a turn holds until its end: its place in the queue of its session, and among the messages in flight.
pub(super) type Held = Arc<Mutex<Option<(QueueTicket, InFlightGuard)>>>;

/// What it takes to end a turn in the place of its own task.
pub(super) struct WrittenOffTurn {
    state: Arc<EngineState>,
    turn: Arc<Turn>,
    held: Held,
    since: Instant,
    runtime: Handle,
}

impl WrittenOffTurn {
    pub(super) fn new(state: &Arc<EngineState>, turn: &Arc<Turn>, held: Held) -> Self {
        let (state, turn) = (Arc::clone(state), Arc::clone(turn));
        Self { state, turn, held, since: Instant::now(), runtime: Handle::current() }
    }

    /// Ends the turn on a thread of its own: the runtime may have none to spare.
    pub(super) fn end(self, overrun: &Overrun) {
        self.turn.feed().write_off();
        let why = format!("the turn was given up: {overrun}");
        let session = self.turn.message().session.clone();
        let runtime = self.runtime.clone();
        let end = move || runtime.block_on(self.end_as_failed(why));
        if let Err(error) = thread::Builder::new().name("hookwire-rescue".into()).spawn(end) {
            tracing::error!(session, "a turn that a plugin keeps cannot be ended: {error}");
        }
    }

    async fn end_as_failed(self, why: String) {
        let Self { state, turn, held, since, .. } = self;
        let ended = turn.end_written_off(&state, why, since).await;
        state.feeds().retire(&turn.message().id);
        // Before the observers are told: the next turn must not wait for them here.
        drop(lock(&held).take());
        if let Some(outcome) = ended {
            turn.notify_written_off(&state, &outcome).await;
        }
    }
}
