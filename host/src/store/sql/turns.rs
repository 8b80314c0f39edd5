use super::arg::{args, json, word};
use super::inbox::write;
use super::lane::Lane;
use super::row::{Row, word as variant};
use crate::store::{Finished, Result, StoreError, TurnRecord, TurnStatus};
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

fn read(mut row: Row) -> Result<TurnRecord> {
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

pub(super) async fn one(lane: &mut dyn Lane, session: &str, turn: u64) -> Result<Option<TurnRecord>> {
    lane.row(select!("AND turn = $2"), args![session, turn]).await?.map(read).transpose()
}

pub(super) async fn list(lane: &mut dyn Lane, session: &str) -> Result<Vec<TurnRecord>> {
    lane.rows(select!("ORDER BY turn"), args![session]).await?.into_iter().map(read).collect()
}

pub(super) async fn trace(lane: &mut dyn Lane, session: &str, turn: u64) -> Result<Option<Value>> {
    let select = "SELECT trace FROM turns WHERE session = $1 AND turn = $2";
    let row = lane.row(select, args![session, turn]).await?;
    row.map_or(Ok(None), |mut row| row.maybe_json())
}

pub(super) async fn journal(
    lane: &mut dyn Lane,
    session: &str,
    turn: u64,
    key: &str,
    value: &Value,
) -> Result<()> {
    let insert = "INSERT INTO journal (session, turn, key, value) SELECT session, turn, $3, $4 FROM turns \
                  WHERE session = $1 AND turn = $2 AND ended IS NULL ON CONFLICT (session, turn, key) DO NOTHING";
    if lane.run(insert, args![session, turn, key, json(value)]).await? == 0 {
        one(lane, session, turn).await?.ok_or_else(|| unknown(session, turn))?;
    }
    Ok(())
}

pub(super) async fn journaled(lane: &mut dyn Lane, session: &str, turn: u64) -> Result<Vec<(String, Value)>> {
    let select = "SELECT key, value FROM journal WHERE session = $1 AND turn = $2 ORDER BY step";
    let rows = lane.rows(select, args![session, turn]).await?;
    rows.into_iter().map(|mut row| Ok((row.text()?, row.json()?))).collect()
}

/// Ends a turn; if it had ended, false, and what this did has to be undone.
pub(super) async fn finish(lane: &mut dyn Lane, finished: &Finished) -> Result<bool> {
    let Finished { session, turn, at, messages, .. } = finished;
    // First the session: whoever holds it is alone with its numbers.
    let count = "UPDATE sessions SET messages = messages + $2, \
                 active_at = CASE WHEN active_at < $3 THEN $3 ELSE active_at END WHERE id = $1 RETURNING messages";
    let row = lane.row(count, args![session, messages.len() as u64, *at]).await?;
    let last = row.ok_or_else(|| StoreError::unknown("session", session))?.count()?;
    if !end(lane, finished).await? {
        return one(lane, session, *turn).await?.map(|_| false).ok_or_else(|| unknown(session, *turn));
    }
    for (seq, message) in (last - messages.len() as u64 + 1..).zip(messages) {
        write(lane, session, seq, *turn, *at, message).await?;
    }
    lane.run("DELETE FROM journal WHERE session = $1 AND turn = $2", args![session, *turn]).await?;
    Ok(true)
}

/// Ends the turn itself and answers its posting.
async fn end(lane: &mut dyn Lane, finished: &Finished) -> Result<bool> {
    let Finished { session, turn, end, response, error, trace, at, .. } = finished;
    let update = "UPDATE turns SET ended = $3, response = $4, error = $5, trace = $6, ended_at = $7 \
                  WHERE session = $1 AND turn = $2 AND ended IS NULL RETURNING posting";
    let args = args![session, *turn, word(end), response, error.as_deref(), trace.as_deref(), *at];
    let Some(mut row) = lane.row(update, args).await? else { return Ok(false) };
    let posting = row.text()?;
    lane.run("UPDATE postings SET answered = 1 WHERE id = $1", args![&posting]).await?;
    Ok(true)
}

fn unknown(session: &str, turn: u64) -> StoreError {
    StoreError::unknown("turn", format!("{session}/{turn}"))
}
