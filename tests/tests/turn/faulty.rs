use async_trait::async_trait;
use hookwire::cx::{KvOutcome, KvScan, KvSpace, KvWrite};
use hookwire::points::Message;
use hookwire_host::engine::store::{
    Acceptance, Answer, Approval, ApprovalStore, BlobStore, Duplicate, InboxMessage, InboxStore, Memory,
    Millis, Notification, Owner, Page, PluginChange, PluginChangeStore, Resolution, Schedule, ScheduleStore,
    Session, SessionStore, Store, StoreBackend, StoreError, StoredMessage, Token, TokenStore, TurnEnd,
    TurnRecord, TurnStart, ValueStore,
};
use serde_json::Value;
use std::sync::{Arc, Mutex};

/// A store in memory that reports a full disk in the methods it is told to.
#[derive(Debug, Default)]
pub(crate) struct Faulty {
    memory: Memory,
    full: Mutex<&'static [&'static str]>,
}

impl Faulty {
    /// Makes a store that fails in some methods; returns it twice, for the test and for the host.
    pub(crate) fn at(methods: &'static [&'static str]) -> (Arc<Self>, Arc<dyn Store>) {
        let store = Arc::new(Self::default());
        store.fail(methods);
        (Arc::clone(&store), store)
    }

    /// Lets these methods fail, and no others.
    pub(crate) fn fail(&self, methods: &'static [&'static str]) {
        *self.full.lock().unwrap() = methods;
    }

    fn check(&self, method: &str) -> Result<(), StoreError> {
        let full = self.full.lock().unwrap().contains(&method);
        if full { Err(StoreError::Full("a test".into())) } else { Ok(()) }
    }
}

/// Implements traits of the store: every method fails if it is told to, and calls the store in memory if it is not.
macro_rules! implement {
    ($($trait:ident { $($name:ident($($arg:ident: $type:ty),*) -> $out:ty;)* })*) => {
        $(
            #[async_trait]
            impl $trait for Faulty {
                $(async fn $name(&self, $($arg: $type),*) -> Result<$out, StoreError> {
                    self.check(stringify!($name))?;
                    self.memory.$name($($arg),*).await
                })*
            }
        )*
    };
}

#[async_trait]
impl StoreBackend for Faulty {
    fn location(&self) -> String {
        self.memory.location()
    }

    async fn ping(&self) -> Result<(), StoreError> {
        self.check("ping")?;
        self.memory.ping().await
    }

    async fn hold_lock(&self) -> Result<(), StoreError> {
        self.check("hold_lock")?;
        self.memory.hold_lock().await
    }
}

implement! {
    SessionStore {
        open_session(session: &Session) -> Session;
        session(id: &str) -> Option<Session>;
        sessions(owner: Option<&Owner>, page: &Page) -> Vec<Session>;
        close_session(id: &str, expired: bool, at: Millis) -> bool;
        delete_session(id: &str) -> bool;
        idle_sessions(since: Millis, limit: u32) -> Vec<Session>;
        summarise(id: &str, summary: &str, upto: u64) -> ();
        label_session(id: &str, label: &str) -> bool;
        add_message(session: &str, message: &Message, at: Millis) -> ();
        messages(session: &str, after: u64, limit: u32) -> Vec<StoredMessage>;
    }
    InboxStore {
        accept(message: &InboxMessage) -> Acceptance;
        duplicate(session: &str, key: &str) -> Option<Duplicate>;
        unanswered() -> Vec<InboxMessage>;
        begin_turn(message: &str, at: Millis) -> TurnStart;
        append_journal(session: &str, turn: u64, key: &str, value: &Value) -> ();
        journal(session: &str, turn: u64) -> Vec<(String, Value)>;
        finish_turn(end: &TurnEnd) -> bool;
        turn(session: &str, turn: u64) -> Option<TurnRecord>;
        turns(session: &str) -> Vec<TurnRecord>;
        trace(session: &str, turn: u64) -> Option<Value>;
        unnotified() -> Vec<InboxMessage>;
        mark_notified(session: &str, turn: u64, notification: Notification) -> ();
    }
    ApprovalStore {
        request_approval(approval: &Approval) -> Approval;
        approval(id: &str) -> Option<Approval>;
        approvals(owner: Option<&Owner>, pending: bool, limit: u32) -> Vec<Approval>;
        resolve_approval(id: &str, answer: &Answer) -> Resolution;
        expire_approvals(now: Millis) -> Vec<Approval>;
        find_grant(session: &str, agent: &str, tool: &str, hash: &str) -> Option<Approval>;
    }
    ScheduleStore {
        add_schedule(schedule: &Schedule) -> ();
        put_plugin_schedule(schedule: &Schedule, most: u64) -> bool;
        schedules(owner: Option<&Owner>) -> Vec<Schedule>;
        plugin_schedules(plugin: &str) -> Vec<Schedule>;
        due_schedules(now: Millis) -> Vec<Schedule>;
        claim_schedule(id: &str, from: Millis) -> Option<u64>;
        release_schedules() -> ();
        remove_schedule(id: &str) -> Option<Schedule>;
        advance_schedule(id: &str, from: Millis, next: Option<&Schedule>) -> bool;
    }
    PluginChangeStore {
        plugin_changes() -> Vec<PluginChange>;
        plugin_history(plugin: &str, limit: u32) -> Vec<PluginChange>;
        add_plugin_change(change: &PluginChange) -> bool;
    }
    TokenStore {
        add_token(token: &Token) -> ();
        token(hash: &str) -> Option<Token>;
        tokens() -> Vec<Token>;
        remove_token(name: &str) -> bool;
    }
    BlobStore {
        put_blob(session: &str, id: &str, text: &str) -> ();
        blob(session: &str, id: &str) -> Option<String>;
    }
    ValueStore {
        value(space: &KvSpace, key: &str, now: Millis) -> Option<Value>;
        put_value(space: &KvSpace, key: &str, write: KvWrite, now: Millis) -> KvOutcome;
        values(space: &KvSpace, scan: KvScan<'_>, now: Millis) -> Vec<(String, Value)>;
        remove_expired_values(now: Millis) -> ();
    }
}
