use super::inside::NestedCalls;
use super::{Budget, Journal, TurnPermit};
use crate::agent::{EngineState, Feed};
use crate::options::Limits;
use hookwire::points::ToolTrace;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

/// What all share who work on one turn: its agent, its members, and plugins that ask the host for something.
#[derive(Debug, Clone)]
pub(crate) struct TurnState {
    pub(super) feed: Feed,
    pub(super) journal: Arc<Journal>,
    pub(super) budget: Arc<Budget>,
    pub(super) inside: NestedCalls,
    /// Every tool call that was made, by members and plugins too.
    made: Arc<Mutex<Vec<ToolTrace>>>,
    /// Plugins may keep what leads here for longer than the turn lasts, but not its place.
    place: Weak<TurnPermit>,
    pub(super) unattended: bool,
}

impl TurnState {
    /// Makes what everybody in a turn shares.
    pub(super) fn of_turn(
        feed: &Feed,
        journal: Journal,
        limits: &Limits,
        place: &Arc<TurnPermit>,
        unattended: bool,
    ) -> Self {
        let (feed, journal, budget) = (feed.clone(), Arc::new(journal), Arc::new(Budget::new(limits)));
        let (inside, made) = (NestedCalls::default(), Arc::default());
        Self { feed, journal, budget, inside, made, place: Arc::downgrade(place), unattended }
    }

    /// Makes what belongs to no turn: nobody sees it, and nobody can be asked.
    pub(super) fn of_none(host: &EngineState, session: Option<&str>, limits: &Limits) -> Self {
        Self {
            feed: Feed::new(Duration::MAX),
            journal: Arc::new(Journal::detached(&host.store, session)),
            budget: Arc::new(Budget::new(limits)),
            inside: NestedCalls::default(),
            made: Arc::default(),
            place: Weak::new(),
            unattended: true,
        }
    }

    /// The same for what a plugin asks for: its hook is called again where a turn goes on, so nothing is journaled.
    pub(super) fn of_plugin(&self) -> Self {
        Self { journal: Arc::new(self.journal.unkept()), ..self.clone() }
    }

    /// The same, with nobody who listens.
    pub(super) fn silent(&self) -> Self {
        let (feed, made) = (Feed::new(Duration::MAX), Arc::default());
        Self { feed, made, unattended: true, ..self.clone() }
    }

    pub(super) fn made(&self) -> MutexGuard<'_, Vec<ToolTrace>> {
        self.made.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for a human: meanwhile the clock stands still, and another turn may have this one's place.
    pub(super) async fn wait<T>(&self, answer: impl Future<Output = T>) -> T {
        let _still = self.budget.pause();
        let place = self.place.upgrade();
        let away = place.as_deref().map(TurnPermit::leave);
        let answer = answer.await;
        drop(away);
        self.back().await;
        answer
    }

    /// Has the turn take its place again, if it was left without one.
    pub(super) async fn back(&self) {
        if let Some(place) = self.place.upgrade() {
            place.back().await;
        }
    }
}
