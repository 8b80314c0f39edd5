use crate::lock::lock;
use hookwire::cx::{Identity, TurnValues};
use std::collections::VecDeque;
use std::sync::{Arc, Mutex};

/// How many turns the values are kept of: a turn does not tell when it ends.
const MOST: usize = 256;

/// The values of turns, as far as the plugin of this process has put them in.
#[derive(Debug, Default)]
pub(super) struct Turns(Mutex<VecDeque<(TurnKey, Arc<TurnValues>)>>);

type TurnKey = (String, u64);

impl Turns {
    /// Returns the values of the turn of a request; outside of a turn, values of this request alone.
    pub(super) fn of(&self, identity: &Identity) -> Arc<TurnValues> {
        let (Some(session), Some(turn)) = (&identity.session, identity.turn) else { return Arc::default() };
        let mut kept = lock(&self.0);
        let found = kept.iter().position(|((of, number), _)| of == session && *number == turn);
        let entry = match found.and_then(|at| kept.remove(at)) {
            Some(entry) => entry,
            None => ((session.clone(), turn), Arc::default()),
        };
        let values = Arc::clone(&entry.1);
        kept.push_back(entry);
        let oldest = if kept.len() > MOST { kept.pop_front() } else { None };
        drop(kept);
        // Behind the lock: the values are the plugin's own.
        drop(oldest);
        values
    }
}
