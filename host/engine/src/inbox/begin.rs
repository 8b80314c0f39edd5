use super::written_off::WrittenOffTurn;
use crate::feed::{Event, Feed};
use crate::mutex::lock;
use crate::state::EngineState;
use crate::turn::Turn;
use std::sync::{Arc, Mutex};

/// Starts a turn on a task of its own, behind its session's other turns, and returns its feed.
///
/// If the message is being answered already, that turn's feed is returned.
pub(super) fn begin(state: &Arc<EngineState>, turn: Turn) -> Feed {
    let message = turn.message();
    if let Some(running) = state.feeds().claim(&message.id, &message.session, turn.feed()) {
        return running;
    }
    let feed = turn.feed().clone();
    let in_flight = state.enter();
    let mut ticket = state.queues().enqueue(&message.session);
    let state = Arc::clone(state);
    tokio::spawn(async move {
        ticket.first().await;
        let turn = Arc::new(turn);
        // Whoever ends the turn takes these, so that the session's next turn begins.
        let held = Arc::new(Mutex::new(Some((ticket, in_flight))));
        let written_off = WrittenOffTurn::new(&state, &turn, Arc::clone(&held));
        let ran = state.watched().watch(turn.run(&state), move |overrun| written_off.end(overrun));
        if ran.await.is_some() {
            state.feeds().retire(&turn.message().id);
            drop(lock(&held).take());
        }
    });
    feed
}

/// Tells the readers of a turn's feed its session, and the key under which the message can be sent again.
pub(super) fn push_accepted(turn: &Turn) {
    let message = turn.message();
    turn.feed().push(Event::Accepted { session: message.session.clone(), key: message.key.clone() });
}
