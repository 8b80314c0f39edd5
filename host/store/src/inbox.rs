use super::arg::{args, json, word};
use super::driver_error::unknown_if_missing;
use super::pool::Conn;
use super::row::Row;
use super::store::{SqlStore, in_transaction, with_reader};
use super::turns;
use async_trait::async_trait;
use hookwire_engine::store::{
    Acceptance, Duplicate, InboxMessage, InboxStore, Millis, Notification, StoreError, StoreResult, TurnEnd,
    TurnRecord, TurnStart,
};
use serde_json::Value;
use turns::{
    begin, finish, insert_journal, mark_notified, select_all, select_journal, select_one, select_trace,
};

#[async_trait]
impl InboxStore for SqlStore {
    async fn accept(&self, message: &InboxMessage) -> StoreResult<Acceptance> {
        in_transaction!(self, accept(message))
    }

    async fn duplicate(&self, session: &str, key: &str) -> StoreResult<Option<Duplicate>> {
        with_reader!(self, select_duplicate(session, key))
    }

    async fn unanswered(&self) -> StoreResult<Vec<InboxMessage>> {
        with_reader!(self, select_messages(UNANSWERED))
    }

    async fn begin_turn(&self, message: &str, at: Millis) -> StoreResult<TurnStart> {
        in_transaction!(self, begin(message, at) if |start: &TurnStart| !start.resumed)
    }

    async fn append_journal(&self, session: &str, turn: u64, key: &str, value: &Value) -> StoreResult<()> {
        in_transaction!(self, insert_journal(session, turn, key, value))
    }

    async fn journal(&self, session: &str, turn: u64) -> StoreResult<Vec<(String, Value)>> {
        with_reader!(self, select_journal(session, turn))
    }

    async fn finish_turn(&self, end: &TurnEnd) -> StoreResult<bool> {
        in_transaction!(self, finish(end) if |ended| *ended)
    }

    async fn turn(&self, session: &str, turn: u64) -> StoreResult<Option<TurnRecord>> {
        with_reader!(self, select_one(session, turn))
    }

    async fn turns(&self, session: &str) -> StoreResult<Vec<TurnRecord>> {
        with_reader!(self, select_all(session))
    }

    async fn trace(&self, session: &str, turn: u64) -> StoreResult<Option<Value>> {
        with_reader!(self, select_trace(session, turn))
    }

    async fn unnotified(&self) -> StoreResult<Vec<InboxMessage>> {
        with_reader!(self, select_messages(UNNOTIFIED))
    }

    async fn mark_notified(&self, session: &str, turn: u64, notification: Notification) -> StoreResult<()> {
        in_transaction!(self, mark_notified(session, turn, notification))
    }
}

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, session, key, digest, agent, kind, channel, text, attachments, received_at, one_shot, seed, \
             unattended, sender FROM postings WHERE ",
            $rest,
            " ORDER BY arrived"
        )
    };
}

const UNANSWERED: &str = select!("answered = 0");
const UNNOTIFIED: &str =
    select!("id IN (SELECT posting FROM turns WHERE ended IS NOT NULL AND pending <> 0)");

fn read(mut row: Row) -> StoreResult<InboxMessage> {
    Ok(InboxMessage {
        id: row.text()?,
        session: row.text()?,
        key: row.text()?,
        digest: row.text()?,
        agent: row.text()?,
        kind: row.word()?,
        channel: row.text()?,
        text: row.text()?,
        attachments: row.json()?,
        received_at: row.int()?,
        one_shot: row.flag()?,
        seed: row.json()?,
        unattended: row.flag()?,
        sender: row.text()?,
    })
}

async fn select_messages(conn: &mut dyn Conn, select: &'static str) -> StoreResult<Vec<InboxMessage>> {
    conn.rows(select, &[]).await?.into_iter().map(read).collect()
}

async fn select_duplicate(conn: &mut dyn Conn, session: &str, key: &str) -> StoreResult<Option<Duplicate>> {
    let select = "SELECT id, digest, turn FROM postings WHERE session = $1 AND key = $2";
    let row = conn.row(select, args![session, key]).await?;
    let read =
        |mut row: Row| Ok(Duplicate { id: row.text()?, digest: row.text()?, turn: row.maybe_count()? });
    row.map(read).transpose()
}

async fn accept(conn: &mut dyn Conn, message: &InboxMessage) -> StoreResult<Acceptance> {
    let InboxMessage { id, session, key, digest, agent, channel, text, received_at, .. } = message;
    let insert = "INSERT INTO postings (id, session, key, digest, agent, kind, channel, text, attachments, \
                  received_at, one_shot, seed, unattended, sender) \
                  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) ON CONFLICT DO NOTHING";
    let args = args![
        id,
        session,
        key,
        digest,
        agent,
        word(&message.kind),
        channel,
        text,
        json(&message.attachments),
        *received_at,
        message.one_shot,
        json(&message.seed),
        message.unattended,
        &message.sender,
    ];
    if conn.run(insert, args).await.map_err(unknown_if_missing("session", session))? == 0 {
        return conflict(conn, message).await;
    }
    let touch =
        "UPDATE sessions SET active_at = CASE WHEN active_at < $2 THEN $2 ELSE active_at END WHERE id = $1";
    conn.run(touch, args![session, *received_at]).await?;
    Ok(Acceptance::New)
}

/// Finds out why a message could not be inserted: its key is in use, or its id, or SQLite looked at these before it
/// looked at the session.
async fn conflict(conn: &mut dyn Conn, message: &InboxMessage) -> StoreResult<Acceptance> {
    if let Some(duplicate) = select_duplicate(conn, &message.session, &message.key).await? {
        return Ok(Acceptance::Duplicate(duplicate));
    }
    let session = conn.row("SELECT id FROM sessions WHERE id = $1", args![&message.session]).await?;
    session.ok_or_else(|| StoreError::unknown("session", &message.session))?;
    Err(StoreError::taken("message", &message.id))
}
