use super::{Sql, approvals, inbox, schedules, sessions, tokens, turns};
use crate::store::{
    Accepted, Answer, Approval, Begun, Duplicate, Finished, InboxMessage, Millis, Owner, Page, Resolved,
    Result, Schedule, Session, Store, StoredMessage, Token, TurnRecord,
};
use async_trait::async_trait;
use serde_json::Value;

/// Runs a statement that reads.
macro_rules! read {
    ($sql:ident, $area:ident::$does:ident($($arg:expr),*)) => {
        $area::$does(&mut *$sql.roads.reading().await?, $($arg),*).await
    };
}

/// Runs a transaction, and undoes it if it fails, or if what came of it says that nothing should be kept.
macro_rules! write {
    ($sql:ident, $area:ident::$does:ident($($arg:expr),*)) => {
        write!($sql, $area::$does($($arg),*) if |_| true)
    };
    ($sql:ident, $area:ident::$does:ident($($arg:expr),*) if $keeps:expr) => {{
        let mut lane = $sql.writing().await?;
        let done = $area::$does(&mut *lane, $($arg),*).await?;
        let keeps: fn(&_) -> bool = $keeps;
        if keeps(&done) {
            lane.commit().await?;
        }
        Ok(done)
    }};
}

#[async_trait]
impl Store for Sql {
    fn place(&self) -> String {
        self.place.to_string()
    }

    async fn ping(&self) -> Result<()> {
        self.roads.reading().await?.run("SELECT 1", &[]).await?;
        // Undone at once: whoever may begin to write can write.
        drop(self.writing().await?);
        self.alone.hold().await
    }

    async fn hold(&self) -> Result<()> {
        self.alone.hold().await
    }

    async fn open_session(&self, session: &Session) -> Result<Session> {
        write!(self, sessions::open(session))
    }

    async fn session(&self, id: &str) -> Result<Option<Session>> {
        read!(self, sessions::one(id))
    }

    async fn sessions(&self, owner: Option<&Owner>, page: &Page) -> Result<Vec<Session>> {
        read!(self, sessions::list(owner, page))
    }

    async fn close_session(&self, id: &str, expired: bool, at: Millis) -> Result<bool> {
        write!(self, sessions::close(id, expired, at))
    }

    async fn delete_session(&self, id: &str) -> Result<bool> {
        write!(self, sessions::delete(id))
    }

    async fn idle_sessions(&self, since: Millis, limit: u32) -> Result<Vec<Session>> {
        read!(self, sessions::idle(since, limit))
    }

    async fn summarise(&self, id: &str, summary: &str, upto: u64) -> Result<()> {
        write!(self, sessions::summarise(id, summary, upto))
    }

    async fn messages(&self, session: &str, after: u64, limit: u32) -> Result<Vec<StoredMessage>> {
        read!(self, sessions::messages(session, after, limit))
    }

    async fn accept(&self, posting: &InboxMessage) -> Result<Accepted> {
        write!(self, inbox::accept(posting))
    }

    async fn known(&self, session: &str, key: &str) -> Result<Option<Duplicate>> {
        read!(self, inbox::known(session, key))
    }

    async fn unanswered(&self) -> Result<Vec<InboxMessage>> {
        read!(self, inbox::unanswered())
    }

    async fn begin_turn(&self, posting: &str, at: Millis) -> Result<Begun> {
        write!(self, inbox::begin(posting, at) if |begun: &Begun| !begun.resumed)
    }

    async fn journal(&self, session: &str, turn: u64, key: &str, value: &Value) -> Result<()> {
        write!(self, turns::journal(session, turn, key, value))
    }

    async fn journaled(&self, session: &str, turn: u64) -> Result<Vec<(String, Value)>> {
        read!(self, turns::journaled(session, turn))
    }

    async fn finish_turn(&self, finished: &Finished) -> Result<bool> {
        write!(self, turns::finish(finished) if |ended| *ended)
    }

    async fn turn(&self, session: &str, turn: u64) -> Result<Option<TurnRecord>> {
        read!(self, turns::one(session, turn))
    }

    async fn turns(&self, session: &str) -> Result<Vec<TurnRecord>> {
        read!(self, turns::list(session))
    }

    async fn trace(&self, session: &str, turn: u64) -> Result<Option<Value>> {
        read!(self, turns::trace(session, turn))
    }

    async fn keep_aside(&self, session: &str, id: &str, text: &str) -> Result<()> {
        write!(self, sessions::keep_aside(session, id, text))
    }

    async fn aside(&self, session: &str, id: &str) -> Result<Option<String>> {
        read!(self, sessions::aside(session, id))
    }

    async fn ask(&self, approval: &Approval) -> Result<Approval> {
        write!(self, approvals::ask(approval))
    }

    async fn approval(&self, id: &str) -> Result<Option<Approval>> {
        read!(self, approvals::one(id))
    }

    async fn approvals(&self, owner: Option<&Owner>, pending: bool, limit: u32) -> Result<Vec<Approval>> {
        read!(self, approvals::list(owner, pending, limit))
    }

    async fn resolve(&self, id: &str, answer: &Answer) -> Result<Resolved> {
        write!(self, approvals::resolve(id, answer))
    }

    async fn expire_approvals(&self, now: Millis) -> Result<Vec<Approval>> {
        write!(self, approvals::expire(now))
    }

    async fn granted(&self, session: &str, agent: &str, tool: &str, hash: &str) -> Result<Option<Approval>> {
        read!(self, approvals::granted(session, agent, tool, hash))
    }

    async fn add_schedule(&self, schedule: &Schedule) -> Result<()> {
        write!(self, schedules::add(schedule))
    }

    async fn schedules(&self, owner: Option<&Owner>) -> Result<Vec<Schedule>> {
        read!(self, schedules::list(owner))
    }

    async fn remove_schedule(&self, id: &str) -> Result<Option<Schedule>> {
        write!(self, schedules::remove(id))
    }

    async fn advance_schedule(&self, id: &str, from: Millis, next: Option<Millis>) -> Result<bool> {
        write!(self, schedules::advance(id, from, next))
    }

    async fn add_token(&self, token: &Token) -> Result<()> {
        write!(self, tokens::add(token))
    }

    async fn token(&self, hash: &str) -> Result<Option<Token>> {
        read!(self, tokens::one(hash))
    }

    async fn tokens(&self) -> Result<Vec<Token>> {
        read!(self, tokens::list())
    }

    async fn remove_token(&self, name: &str) -> Result<bool> {
        write!(self, tokens::remove(name))
    }
}
