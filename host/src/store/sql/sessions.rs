use super::arg::args;
use super::lane::Lane;
use super::row::Row;
use crate::store::{Millis, Owner, Page, Result, Session, StoreError, StoredMessage};

macro_rules! select {
    ($rest:literal) => {
        concat!(
            "SELECT id, tenant, person, agent, created_at, active_at, closed_at, turns, summary, summarised \
             FROM sessions ",
            $rest
        )
    };
}

fn read(mut row: Row) -> Result<Session> {
    Ok(Session {
        id: row.text()?,
        owner: row.owner()?,
        agent: row.text()?,
        created_at: row.int()?,
        active_at: row.int()?,
        closed_at: row.maybe_int()?,
        turns: row.count()?,
        summary: row.text()?,
        summarised: row.count()?,
    })
}

pub(super) async fn open(lane: &mut dyn Lane, new: &Session) -> Result<Session> {
    let insert = "INSERT INTO sessions (id, tenant, person, agent, created_at, active_at, summary, summarised) \
                  VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (id) DO NOTHING";
    let Owner { tenant, user } = &new.owner;
    let args =
        args![&new.id, tenant, user, &new.agent, new.created_at, new.active_at, &new.summary, new.summarised];
    lane.run(insert, args).await?;
    one(lane, &new.id).await?.ok_or_else(|| StoreError::unknown("session", &new.id))
}

pub(super) async fn one(lane: &mut dyn Lane, id: &str) -> Result<Option<Session>> {
    lane.row(select!("WHERE id = $1"), args![id]).await?.map(read).transpose()
}

pub(super) async fn list(lane: &mut dyn Lane, owner: Option<&Owner>, page: &Page) -> Result<Vec<Session>> {
    let before = page.before.unwrap_or(Millis::MAX);
    let rows = match owner {
        None => {
            let all = select!("WHERE active_at < $1 ORDER BY active_at DESC, id DESC LIMIT $2");
            lane.rows(all, args![before, page.limit]).await?
        }
        Some(Owner { tenant, user }) => {
            let theirs = select!(
                "WHERE tenant = $3 AND person = $4 AND active_at < $1 ORDER BY active_at DESC, id DESC LIMIT $2"
            );
            lane.rows(theirs, args![before, page.limit, tenant, user]).await?
        }
    };
    rows.into_iter().map(read).collect()
}

pub(super) async fn close(lane: &mut dyn Lane, id: &str, expired: bool, at: Millis) -> Result<bool> {
    let close = "UPDATE sessions SET closed_at = $2 WHERE id = $1 AND closed_at IS NULL AND ($3 = 0 OR NOT EXISTS \
                 (SELECT 1 FROM postings WHERE session = $1 AND answered = 0))";
    Ok(lane.run(close, args![id, at, i64::from(expired)]).await? > 0)
}

pub(super) async fn delete(lane: &mut dyn Lane, id: &str) -> Result<bool> {
    Ok(lane.run("DELETE FROM sessions WHERE id = $1", args![id]).await? > 0)
}

pub(super) async fn idle(lane: &mut dyn Lane, since: Millis, limit: u32) -> Result<Vec<Session>> {
    let idle = select!(
        "WHERE closed_at IS NULL AND active_at < $1 AND NOT EXISTS \
         (SELECT 1 FROM postings WHERE postings.session = sessions.id AND answered = 0) \
         ORDER BY active_at, id LIMIT $2"
    );
    lane.rows(idle, args![since, limit]).await?.into_iter().map(read).collect()
}

pub(super) async fn summarise(lane: &mut dyn Lane, id: &str, summary: &str, upto: u64) -> Result<()> {
    let update = "UPDATE sessions SET summary = CASE WHEN summarised <= $3 THEN $2 ELSE summary END, \
                  summarised = CASE WHEN summarised <= $3 THEN $3 ELSE summarised END WHERE id = $1";
    match lane.run(update, args![id, summary, upto]).await? {
        0 => Err(StoreError::unknown("session", id)),
        _ => Ok(()),
    }
}

pub(super) async fn messages(
    lane: &mut dyn Lane,
    session: &str,
    after: u64,
    limit: u32,
) -> Result<Vec<StoredMessage>> {
    let select =
        "SELECT seq, turn, at, body FROM messages WHERE session = $1 AND seq > $2 ORDER BY seq LIMIT $3";
    let rows = lane.rows(select, args![session, after, limit]).await?;
    let read = |mut row: Row| {
        Ok(StoredMessage { seq: row.count()?, turn: row.count()?, at: row.int()?, message: row.json()? })
    };
    rows.into_iter().map(read).collect()
}

pub(super) async fn keep_aside(lane: &mut dyn Lane, session: &str, id: &str, text: &str) -> Result<()> {
    let insert = "INSERT INTO asides (session, id, text) VALUES ($1, $2, $3) \
                  ON CONFLICT (session, id) DO UPDATE SET text = excluded.text";
    let kept = lane.run(insert, args![session, id, text]).await;
    kept.map(|_| ()).map_err(super::fault::missing("session", session))
}

pub(super) async fn aside(lane: &mut dyn Lane, session: &str, id: &str) -> Result<Option<String>> {
    let select = "SELECT text FROM asides WHERE session = $1 AND id = $2";
    lane.row(select, args![session, id]).await?.map(|mut row| row.text()).transpose()
}
