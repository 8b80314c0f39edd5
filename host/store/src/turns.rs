use super::arg::{args, json, word};
use super::pool::Conn;
use super::row::{Row, word as variant};
use hookwire::points::{Message, MessageRole};
use hookwire_engine::store::{
    Millis, Notification, PendingNotifications, StoreError, StoreResult, TurnEnd, TurnRecord, TurnStart,
    TurnStatus,
};
use serde_json::Value;

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT session, turn, agent, ended, response, error, started_at, ended_at FROM turns \
             WHERE session = $1 ",
            $rest
        )
    };
}

fn read(mut row: Row) -> StoreResult<TurnRecord> {
    Ok(TurnRecord {
        session: row.text()?,
        turn: row.count()?,
        agent: row.text()?,
        state: match row.maybe_text()? {
            None => TurnStatus::Running,
            Some(end) => TurnStatus::Ended(variant(&end)?),
        },
        response: row.text()?,
        error: row.maybe_text()?,
        started_at: row.int()?,
        ended_at: row.maybe_int()?,
    })
}

pub(super) async fn select_one(
    conn: &mut dyn Conn,
    session: &str,
    turn: u64,
) -> StoreResult<Option<TurnRecord>> {
    conn.row(select!("AND turn = $2"), args![session, turn]).await?.map(read).transpose()
}

pub(super) async fn select_all(conn: &mut dyn Conn, session: &str) -> StoreResult<Vec<TurnRecord>> {
    conn.rows(select!("ORDER BY turn"), args![session]).await?.into_iter().map(read).collect()
}

pub(super) async fn select_trace(
    conn: &mut dyn Conn,
    session: &str,
    turn: u64,
) -> StoreResult<Option<Value>> {
    let select = "SELECT trace FROM turns WHERE session = $1 AND turn = $2";
    let row = conn.row(select, args![session, turn]).await?;
    row.map_or(Ok(None), |mut row| row.maybe_json())
}

/// Begins the turn of a message. If the turn had begun before, the counters are wrong, and the transaction must be
/// rolled back.
pub(super) async fn begin(conn: &mut dyn Conn, message: &str, at: Millis) -> StoreResult<TurnStart> {
    // The session first: its row lock keeps other turns of the session from taking the same numbers.
    let count = "UPDATE sessions SET turns = turns + 1, messages = messages + 1, \
                 active_at = CASE WHEN active_at < $2 THEN $2 ELSE active_at END \
                 WHERE id = (SELECT session FROM postings WHERE id = $1) RETURNING id, turns, messages";
    let unknown = || StoreError::unknown("message", message);
    let mut row = conn.row(count, args![message, at]).await?.ok_or_else(unknown)?;
    let (session, turn, seq) = (row.text()?, row.count()?, row.count()?);
    let take = "UPDATE postings SET turn = $2 WHERE id = $1 AND turn IS NULL RETURNING agent, text";
    let Some(mut row) = conn.row(take, args![message, turn]).await? else {
        return select_start(conn, message).await?.ok_or_else(unknown);
    };
    let (agent, text) = (row.text()?, row.text()?);
    let pending = PendingNotifications::at_start(turn);
    let insert = "INSERT INTO turns (session, turn, posting, agent, started_at, pending) \
                  VALUES ($1, $2, $3, $4, $5, $6)";
    conn.run(insert, args![&session, turn, message, &agent, at, bits(pending)]).await?;
    insert_message(conn, &session, seq, turn, at, &Message::new(MessageRole::User, text)).await?;
    Ok(TurnStart { turn, resumed: false, ended: false, pending })
}

/// Returns the start of a turn that had begun before.
async fn select_start(conn: &mut dyn Conn, message: &str) -> StoreResult<Option<TurnStart>> {
    let select = "SELECT turn, ended, CASE WHEN EXISTS \
                  (SELECT 1 FROM journal WHERE journal.session = turns.session AND journal.turn = turns.turn) \
                  THEN 0 ELSE pending END FROM turns \
                  WHERE (session, turn) = (SELECT session, turn FROM postings WHERE id = $1)";
    let read = |mut row: Row| {
        let (turn, ended, pending) = (row.count()?, row.maybe_text()?.is_some(), row.count()?);
        let pending = PendingNotifications::from_bits(u8::try_from(pending).unwrap_or_default());
        Ok(TurnStart { turn, resumed: true, ended, pending })
    };
    conn.row(select, args![message]).await?.map(read).transpose()
}

pub(super) async fn insert_message(
    conn: &mut dyn Conn,
    session: &str,
    seq: u64,
    turn: u64,
    at: Millis,
    message: &Message,
) -> StoreResult<()> {
    let insert = "INSERT INTO messages (session, seq, turn, at, body) VALUES ($1, $2, $3, $4, $5)";
    conn.run(insert, args![session, seq, turn, at, json(message)]).await.map(|_| ())
}

pub(super) async fn insert_journal(
    conn: &mut dyn Conn,
    session: &str,
    turn: u64,
    key: &str,
    value: &Value,
) -> StoreResult<()> {
    let insert = "INSERT INTO journal (session, turn, key, value) SELECT session, turn, $3, $4 FROM turns \
                  WHERE session = $1 AND turn = $2 AND ended IS NULL ON CONFLICT (session, turn, key) DO NOTHING";
    if conn.run(insert, args![session, turn, key, json(value)]).await? == 0 {
        select_one(conn, session, turn).await?.ok_or_else(|| StoreError::unknown_turn(session, turn))?;
    }
    Ok(())
}

pub(super) async fn select_journal(
    conn: &mut dyn Conn,
    session: &str,
    turn: u64,
) -> StoreResult<Vec<(String, Value)>> {
    let select = "SELECT key, value FROM journal WHERE session = $1 AND turn = $2 ORDER BY step";
    let rows = conn.rows(select, args![session, turn]).await?;
    rows.into_iter().map(|mut row| Ok((row.text()?, row.json()?))).collect()
}

/// Ends a turn. If the turn had ended before, the result is false, and the transaction must be rolled back.
pub(super) async fn finish(conn: &mut dyn Conn, end: &TurnEnd) -> StoreResult<bool> {
    let TurnEnd { session, turn, at, messages, .. } = end;
    // The session first: its row lock keeps other turns of the session from taking the same numbers.
    let count = "UPDATE sessions SET messages = messages + $2, \
                 active_at = CASE WHEN active_at < $3 THEN $3 ELSE active_at END WHERE id = $1 RETURNING messages";
    let row = conn.row(count, args![session, messages.len() as u64, *at]).await?;
    let last = row.ok_or_else(|| StoreError::unknown("session", session))?.count()?;
    if !update_ended(conn, end).await? {
        let found = select_one(conn, session, *turn).await?;
        return found.map(|_| false).ok_or_else(|| StoreError::unknown_turn(session, *turn));
    }
    for (seq, message) in (last - messages.len() as u64 + 1..).zip(messages) {
        insert_message(conn, session, seq, *turn, *at, message).await?;
    }
    conn.run("DELETE FROM journal WHERE session = $1 AND turn = $2", args![session, *turn]).await?;
    Ok(true)
}

/// Stores the end in the turn's own row and answers its message, unless the turn had ended before.
async fn update_ended(conn: &mut dyn Conn, end: &TurnEnd) -> StoreResult<bool> {
    let TurnEnd { session, turn, response, error, trace, at, .. } = end;
    let update = "UPDATE turns SET ended = $3, response = $4, error = $5, trace = $6, ended_at = $7, pending = $8 \
                  WHERE session = $1 AND turn = $2 AND ended IS NULL RETURNING posting";
    let pending = bits(PendingNotifications::at_end(end.notify_persisted));
    let (kind, error, trace) = (word(&end.end), error.as_deref(), trace.as_deref());
    let args = args![session, *turn, kind, response, error, trace, *at, pending];
    let Some(mut row) = conn.row(update, args).await? else { return Ok(false) };
    let message = row.text()?;
    conn.run("UPDATE postings SET answered = 1 WHERE id = $1", args![&message]).await?;
    Ok(true)
}

pub(super) async fn mark_notified(
    conn: &mut dyn Conn,
    session: &str,
    turn: u64,
    notification: Notification,
) -> StoreResult<()> {
    let update = "UPDATE turns SET pending = pending & $3 WHERE session = $1 AND turn = $2";
    let others = PendingNotifications::ALL.without(notification);
    match conn.run(update, args![session, turn, bits(others)]).await? {
        0 => Err(StoreError::unknown_turn(session, turn)),
        _ => Ok(()),
    }
}

fn bits(pending: PendingNotifications) -> i64 {
    pending.bits().into()
}
