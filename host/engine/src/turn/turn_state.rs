use super::budget::Budget;
use super::journal::Journal;
use super::nested_calls::NestedCalls;
use super::turn_slot::TurnSlot;
use crate::feed::{Event, Feed};
use crate::mutex::lock;
use crate::options::Limits;
use crate::store::Owner;
use crate::time::millis;
use hookwire::points::ToolTrace;
use std::mem;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, Weak};
use std::time::Duration;

/// The state of one turn, shared by its agent, its members, and the plugins that ask the host for something.
#[derive(Debug, Clone)]
pub(super) struct TurnState {
    feed: Feed,
    journal: Arc<Journal>,
    budget: Arc<Budget>,
    nested_calls: NestedCalls,
    /// All tool calls of the turn, those of members and plugins included.
    tool_traces: Arc<Mutex<Vec<ToolTrace>>>,
    /// How long models have shown their reasoning, in milliseconds.
    thinking_ms: Arc<AtomicU64>,
    /// Weak, because a plugin may keep a `Cx` beyond the turn and must not keep its slot.
    slot: Weak<TurnSlot>,
    unattended: bool,
    owner: Arc<Owner>,
}

impl TurnState {
    /// Creates the state of a turn.
    pub(super) fn new(
        feed: &Feed,
        journal: Journal,
        limits: &Limits,
        slot: &Arc<TurnSlot>,
        unattended: bool,
    ) -> Self {
        Self {
            feed: feed.clone(),
            journal: Arc::new(journal),
            budget: Arc::new(Budget::new(limits)),
            nested_calls: NestedCalls::default(),
            tool_traces: Arc::default(),
            thinking_ms: Arc::default(),
            slot: Arc::downgrade(slot),
            unattended,
            owner: Arc::default(),
        }
    }

    /// Sets the owner of the session.
    pub(super) fn owned_by(self, owner: Owner) -> Self {
        Self { owner: Arc::new(owner), ..self }
    }

    /// Returns the owner of the session.
    pub(super) fn owner(&self) -> &Owner {
        &self.owner
    }

    /// Creates the state of work outside any turn: nobody sees it, and nobody can be asked.
    pub(super) fn detached(journal: Journal, limits: &Limits) -> Self {
        Self {
            feed: Feed::new(Duration::MAX),
            journal: Arc::new(journal),
            budget: Arc::new(Budget::new(limits)),
            nested_calls: NestedCalls::default(),
            tool_traces: Arc::default(),
            thinking_ms: Arc::default(),
            slot: Weak::new(),
            unattended: true,
            owner: Arc::default(),
        }
    }

    /// Returns the same state without a journal, for a plugin's call: where a turn is resumed, the plugin's hook runs again.
    pub(super) fn for_plugin(&self) -> Self {
        Self { journal: Arc::new(self.journal.unrecorded()), ..self.clone() }
    }

    /// Returns the same state without readers.
    pub(super) fn without_readers(&self) -> Self {
        let (feed, tool_traces) = (Feed::new(Duration::MAX), Arc::default());
        Self { feed, tool_traces, unattended: true, ..self.clone() }
    }

    /// Tells the readers of the turn's feed.
    pub(super) fn push(&self, event: Event) {
        self.feed.push(event);
    }

    /// Tells the person who waits something they should know.
    pub(super) fn push_notice(&self, text: String) {
        self.push(Event::Notice { text });
    }

    /// Waits for ever if the turn was given up while a hook kept its thread.
    pub(super) async fn stay_if_written_off(&self) {
        self.feed.stay_if_written_off().await;
    }

    /// Returns whether the turn has ended.
    pub(super) fn is_over(&self) -> bool {
        self.feed.is_over()
    }

    pub(super) fn journal(&self) -> &Journal {
        &self.journal
    }

    pub(super) fn budget(&self) -> &Budget {
        &self.budget
    }

    pub(super) fn nested_calls(&self) -> &NestedCalls {
        &self.nested_calls
    }

    /// Returns the session's id; empty outside a session.
    pub(super) fn session(&self) -> &str {
        self.journal.session()
    }

    /// Returns the turn's number in its session.
    pub(super) fn number(&self) -> u64 {
        self.journal.turn()
    }

    /// Returns whether nobody is there who could approve a tool call.
    pub(super) fn is_unattended(&self) -> bool {
        self.unattended
    }

    /// Notes tool calls that were made.
    pub(super) fn add_tool_traces(&self, traces: impl IntoIterator<Item = ToolTrace>) {
        lock(&self.tool_traces).extend(traces);
    }

    /// Takes all tool calls that were made.
    pub(super) fn take_tool_traces(&self) -> Vec<ToolTrace> {
        mem::take(&mut *lock(&self.tool_traces))
    }

    /// Notes for how long a model has shown its reasoning.
    pub(super) fn add_thinking(&self, time: Duration) {
        self.thinking_ms.fetch_add(millis(time), Ordering::Relaxed);
    }

    /// Returns how long models have shown their reasoning, in milliseconds.
    pub(super) fn thinking_ms(&self) -> u64 {
        self.thinking_ms.load(Ordering::Relaxed)
    }

    /// Waits for a human: meanwhile the turn's clock stands still, and another turn may use its slot.
    pub(super) async fn wait_for_human<T>(&self, answer: impl Future<Output = T>) -> T {
        let _paused = self.budget.pause();
        let slot = self.slot.upgrade();
        let released = slot.as_deref().map(TurnSlot::release);
        let answer = answer.await;
        drop(released);
        self.reacquire_slot().await;
        answer
    }

    /// Waits until the turn has its slot again, if it was released.
    pub(super) async fn reacquire_slot(&self) {
        if let Some(slot) = self.slot.upgrade() {
            slot.reacquire().await;
        }
    }
}
