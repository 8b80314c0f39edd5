use async_trait::async_trait;
use hookwire_host::store::{
    Accepted, Answer, Approval, Begun, Duplicate, Finished, InboxMessage, Memory, Millis, Owner, Page,
    Resolved, Schedule, Session, Store, StoreError, StoredMessage, Token, TurnRecord,
};
use serde_json::Value;
use std::sync::{Arc, Mutex};

/// A store that forgets, and has no space left for what it is told not to keep.
#[derive(Debug, Default)]
pub(crate) struct Faulty {
    memory: Memory,
    full: Mutex<&'static [&'static str]>,
}

impl Faulty {
    /// Makes one that fails in some methods, also as the host has it.
    pub(crate) fn at(methods: &'static [&'static str]) -> (Arc<Self>, Arc<dyn Store>) {
        let store = Arc::new(Self::default());
        store.fail(methods);
        (Arc::clone(&store), store)
    }

    /// Has these methods fail, and no others.
    pub(crate) fn fail(&self, methods: &'static [&'static str]) {
        *self.full.lock().unwrap() = methods;
    }

    fn check(&self, method: &str) -> Result<(), StoreError> {
        let full = self.full.lock().unwrap().contains(&method);
        if full { Err(StoreError::Full("a test".into())) } else { Ok(()) }
    }
}

macro_rules! store {
    ($($name:ident($($arg:ident: $type:ty),*) -> $out:ty;)*) => {
        #[async_trait]
        impl Store for Faulty {
            fn place(&self) -> String {
                self.memory.place()
            }

            $(async fn $name(&self, $($arg: $type),*) -> Result<$out, StoreError> {
                self.check(stringify!($name))?;
                self.memory.$name($($arg),*).await
            })*
        }
    };
}

store! {
    ping() -> ();
    hold() -> ();
    open_session(session: &Session) -> Session;
    session(id: &str) -> Option<Session>;
    sessions(owner: Option<&Owner>, page: &Page) -> Vec<Session>;
    close_session(id: &str, expired: bool, at: Millis) -> bool;
    delete_session(id: &str) -> bool;
    idle_sessions(since: Millis, limit: u32) -> Vec<Session>;
    summarise(id: &str, summary: &str, upto: u64) -> ();
    messages(session: &str, after: u64, limit: u32) -> Vec<StoredMessage>;
    accept(posting: &InboxMessage) -> Accepted;
    known(session: &str, key: &str) -> Option<Duplicate>;
    unanswered() -> Vec<InboxMessage>;
    begin_turn(posting: &str, at: Millis) -> Begun;
    journal(session: &str, turn: u64, key: &str, value: &Value) -> ();
    journaled(session: &str, turn: u64) -> Vec<(String, Value)>;
    finish_turn(finished: &Finished) -> bool;
    turn(session: &str, turn: u64) -> Option<TurnRecord>;
    turns(session: &str) -> Vec<TurnRecord>;
    trace(session: &str, turn: u64) -> Option<Value>;
    keep_aside(session: &str, id: &str, text: &str) -> ();
    aside(session: &str, id: &str) -> Option<String>;
    ask(approval: &Approval) -> Approval;
    approval(id: &str) -> Option<Approval>;
    approvals(owner: Option<&Owner>, pending: bool, limit: u32) -> Vec<Approval>;
    resolve(id: &str, answer: &Answer) -> Resolved;
    expire_approvals(now: Millis) -> Vec<Approval>;
    granted(session: &str, agent: &str, tool: &str, hash: &str) -> Option<Approval>;
    add_schedule(schedule: &Schedule) -> ();
    schedules(owner: Option<&Owner>) -> Vec<Schedule>;
    remove_schedule(id: &str) -> Option<Schedule>;
    advance_schedule(id: &str, from: Millis, next: Option<Millis>) -> bool;
    add_token(token: &Token) -> ();
    token(hash: &str) -> Option<Token>;
    tokens() -> Vec<Token>;
    remove_token(name: &str) -> bool;
}
