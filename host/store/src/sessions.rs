use super::arg::args;
use super::pool::Conn;
use super::row::Row;
use super::store::{SqlStore, in_transaction, with_reader};
use super::turns::insert_message;
use async_trait::async_trait;
use hookwire::points::Message;
use hookwire_engine::store::{
    Millis, Owner, Page, Session, SessionStore, StoreError, StoreResult, StoredMessage,
};

#[async_trait]
impl SessionStore for SqlStore {
    async fn open_session(&self, session: &Session) -> StoreResult<Session> {
        in_transaction!(self, insert(session))
    }

    async fn session(&self, id: &str) -> StoreResult<Option<Session>> {
        with_reader!(self, select_one(id))
    }

    async fn sessions(&self, owner: Option<&Owner>, page: &Page) -> StoreResult<Vec<Session>> {
        with_reader!(self, select_page(owner, page))
    }

    async fn close_session(&self, id: &str, expired: bool, at: Millis) -> StoreResult<bool> {
        in_transaction!(self, close(id, expired, at))
    }

    async fn delete_session(&self, id: &str) -> StoreResult<bool> {
        in_transaction!(self, delete(id))
    }

    async fn idle_sessions(&self, since: Millis, limit: u32) -> StoreResult<Vec<Session>> {
        with_reader!(self, select_idle(since, limit))
    }

    async fn summarise(&self, id: &str, summary: &str, upto: u64) -> StoreResult<()> {
        in_transaction!(self, summarise(id, summary, upto))
    }

    async fn label_session(&self, id: &str, label: &str) -> StoreResult<bool> {
        in_transaction!(self, update_label(id, label))
    }

    async fn add_message(&self, session: &str, message: &Message, at: Millis) -> StoreResult<()> {
        in_transaction!(self, add_message(session, message, at))
    }

    async fn messages(&self, session: &str, after: u64, limit: u32) -> StoreResult<Vec<StoredMessage>> {
        with_reader!(self, select_messages(session, after, limit))
    }
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, tenant, person, agent, created_at, active_at, closed_at, turns, label, summary, \
             summarised FROM sessions ",
            $rest
        )
    };
}

fn read(mut row: Row) -> StoreResult<Session> {
    Ok(Session {
        id: row.text()?,
        owner: row.owner()?,
        agent: row.text()?,
        created_at: row.int()?,
        active_at: row.int()?,
        closed_at: row.maybe_int()?,
        turns: row.count()?,
        label: row.text()?,
        summary: row.text()?,
        summarised: row.count()?,
    })
}

async fn insert(conn: &mut dyn Conn, new: &Session) -> StoreResult<Session> {
    let insert = "INSERT INTO sessions (id, tenant, person, agent, created_at, active_at, label, summary, \
                  summarised) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (id) DO NOTHING";
    let Owner { tenant, user } = &new.owner;
    let args = args![
        &new.id,
        tenant,
        user,
        &new.agent,
        new.created_at,
        new.active_at,
        &new.label,
        &new.summary,
        new.summarised
    ];
    conn.run(insert, args).await?;
    select_one(conn, &new.id).await?.ok_or_else(|| StoreError::unknown("session", &new.id))
}

async fn select_one(conn: &mut dyn Conn, id: &str) -> StoreResult<Option<Session>> {
    conn.row(select!("WHERE id = $1"), args![id]).await?.map(read).transpose()
}

async fn select_page(conn: &mut dyn Conn, owner: Option<&Owner>, page: &Page) -> StoreResult<Vec<Session>> {
    let before = page.before.unwrap_or(Millis::MAX);
    let rows = match owner {
        None => {
            let all = select!("WHERE active_at < $1 ORDER BY active_at DESC, id DESC LIMIT $2");
            conn.rows(all, args![before, page.limit]).await?
        }
        Some(Owner { tenant, user }) => {
            let theirs = select!(
                "WHERE tenant = $3 AND person = $4 AND active_at < $1 ORDER BY active_at DESC, id DESC LIMIT $2"
            );
            conn.rows(theirs, args![before, page.limit, tenant, user]).await?
        }
    };
    rows.into_iter().map(read).collect()
}

async fn close(conn: &mut dyn Conn, id: &str, expired: bool, at: Millis) -> StoreResult<bool> {
    let close = "UPDATE sessions SET closed_at = $2 WHERE id = $1 AND closed_at IS NULL AND ($3 = 0 OR NOT EXISTS \
                 (SELECT 1 FROM postings WHERE session = $1 AND answered = 0))";
    Ok(conn.run(close, args![id, at, i64::from(expired)]).await? > 0)
}

async fn delete(conn: &mut dyn Conn, id: &str) -> StoreResult<bool> {
    Ok(conn.run("DELETE FROM sessions WHERE id = $1", args![id]).await? > 0)
}

async fn select_idle(conn: &mut dyn Conn, since: Millis, limit: u32) -> StoreResult<Vec<Session>> {
    let idle = select!(
        "WHERE closed_at IS NULL AND active_at < $1 AND NOT EXISTS \
         (SELECT 1 FROM postings WHERE postings.session = sessions.id AND answered = 0) \
         ORDER BY active_at, id LIMIT $2"
    );
    conn.rows(idle, args![since, limit]).await?.into_iter().map(read).collect()
}

async fn summarise(conn: &mut dyn Conn, id: &str, summary: &str, upto: u64) -> StoreResult<()> {
    let update = "UPDATE sessions SET summary = CASE WHEN summarised <= $3 THEN $2 ELSE summary END, \
                  summarised = CASE WHEN summarised <= $3 THEN $3 ELSE summarised END WHERE id = $1";
    match conn.run(update, args![id, summary, upto]).await? {
        0 => Err(StoreError::unknown("session", id)),
        _ => Ok(()),
    }
}

async fn update_label(conn: &mut dyn Conn, id: &str, label: &str) -> StoreResult<bool> {
    Ok(conn.run("UPDATE sessions SET label = $2 WHERE id = $1", args![id, label]).await? > 0)
}

async fn add_message(conn: &mut dyn Conn, session: &str, message: &Message, at: Millis) -> StoreResult<()> {
    // The row lock keeps turns of the session from taking the same number.
    let count = "UPDATE sessions SET messages = messages + 1, \
                 active_at = CASE WHEN active_at < $2 THEN $2 ELSE active_at END \
                 WHERE id = $1 RETURNING turns, messages";
    let row = conn.row(count, args![session, at]).await?;
    let mut row = row.ok_or_else(|| StoreError::unknown("session", session))?;
    let (turn, seq) = (row.count()?, row.count()?);
    insert_message(conn, session, seq, turn, at, message).await
}

async fn select_messages(
    conn: &mut dyn Conn,
    session: &str,
    after: u64,
    limit: u32,
) -> StoreResult<Vec<StoredMessage>> {
    let select =
        "SELECT seq, turn, at, body FROM messages WHERE session = $1 AND seq > $2 ORDER BY seq LIMIT $3";
    let rows = conn.rows(select, args![session, after, limit]).await?;
    let read = |mut row: Row| {
        Ok(StoredMessage { seq: row.count()?, turn: row.count()?, at: row.int()?, message: row.json()? })
    };
    rows.into_iter().map(read).collect()
}
