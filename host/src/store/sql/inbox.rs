use super::arg::{args, json, word};
use super::fault::missing;
use super::lane::Lane;
use super::row::Row;
use crate::store::{Accepted, Begun, Duplicate, InboxMessage, Millis, Result, StoreError};
use hookwire::points::{Message, MessageRole};

pub(super) async fn accept(lane: &mut dyn Lane, posting: &InboxMessage) -> Result<Accepted> {
    let InboxMessage { id, session, key, digest, agent, channel, text, received_at, .. } = posting;
    let insert = "INSERT INTO postings (id, session, key, digest, agent, kind, channel, text, attachments, \
                  received_at, one_shot, seed, unattended) \
                  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) ON CONFLICT DO NOTHING";
    let args = args![
        id,
        session,
        key,
        digest,
        agent,
        word(&posting.kind),
        channel,
        text,
        json(&posting.attachments),
        *received_at,
        posting.one_shot,
        json(&posting.seed),
        posting.unattended,
    ];
    if lane.run(insert, args).await.map_err(missing("session", session))? == 0 {
        return taken(lane, posting).await;
    }
    let touch =
        "UPDATE sessions SET active_at = CASE WHEN active_at < $2 THEN $2 ELSE active_at END WHERE id = $1";
    lane.run(touch, args![session, *received_at]).await?;
    Ok(Accepted::New)
}

pub(super) async fn known(lane: &mut dyn Lane, session: &str, key: &str) -> Result<Option<Duplicate>> {
    let select = "SELECT id, digest, turn FROM postings WHERE session = $1 AND key = $2";
    let row = lane.row(select, args![session, key]).await?;
    let read =
        |mut row: Row| Ok(Duplicate { posting: row.text()?, digest: row.text()?, turn: row.maybe_count()? });
    row.map(read).transpose()
}

/// Says why a posting could not be entered: its key was there before, or its id.
async fn taken(lane: &mut dyn Lane, posting: &InboxMessage) -> Result<Accepted> {
    match known(lane, &posting.session, &posting.key).await? {
        Some(known) => Ok(Accepted::Duplicate(known)),
        None => {
            let session = super::sessions::one(lane, &posting.session).await?;
            session.ok_or_else(|| StoreError::unknown("session", &posting.session))?;
            Err(StoreError::taken("posting", &posting.id))
        }
    }
}

pub(super) async fn unanswered(lane: &mut dyn Lane) -> Result<Vec<InboxMessage>> {
    let select = "SELECT id, session, key, digest, agent, kind, channel, text, attachments, received_at, one_shot, \
                  seed, unattended FROM postings WHERE answered = 0 ORDER BY arrived";
    let read = |mut row: Row| {
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
        })
    };
    lane.rows(select, &[]).await?.into_iter().map(read).collect()
}

/// Begins a turn; one that goes on changes nothing, so that what this did has to be undone.
pub(super) async fn begin(lane: &mut dyn Lane, posting: &str, at: Millis) -> Result<Begun> {
    // First the session: whoever holds it is alone with its numbers.
    let count = "UPDATE sessions SET turns = turns + 1, messages = messages + 1, \
                 active_at = CASE WHEN active_at < $2 THEN $2 ELSE active_at END \
                 WHERE id = (SELECT session FROM postings WHERE id = $1) RETURNING id, turns, messages";
    let unknown = || StoreError::unknown("posting", posting);
    let mut row = lane.row(count, args![posting, at]).await?.ok_or_else(unknown)?;
    let (session, turn, seq) = (row.text()?, row.count()?, row.count()?);
    let take = "UPDATE postings SET turn = $2 WHERE id = $1 AND turn IS NULL RETURNING agent, text";
    let Some(mut row) = lane.row(take, args![posting, turn]).await? else {
        return resume(lane, posting).await;
    };
    let (agent, text) = (row.text()?, row.text()?);
    let insert = "INSERT INTO turns (session, turn, posting, agent, started_at) VALUES ($1, $2, $3, $4, $5)";
    lane.run(insert, args![&session, turn, posting, &agent, at]).await?;
    write(lane, &session, seq, turn, at, &Message::new(MessageRole::User, text)).await?;
    Ok(Begun { turn, resumed: false, ended: false })
}

async fn resume(lane: &mut dyn Lane, posting: &str) -> Result<Begun> {
    let row = lane.row("SELECT turn, answered FROM postings WHERE id = $1", args![posting]).await?;
    let mut row = row.ok_or_else(|| StoreError::unknown("posting", posting))?;
    Ok(Begun { turn: row.count()?, resumed: true, ended: row.int()? != 0 })
}

pub(super) async fn write(
    lane: &mut dyn Lane,
    session: &str,
    seq: u64,
    turn: u64,
    at: Millis,
    message: &Message,
) -> Result<()> {
    let insert = "INSERT INTO messages (session, seq, turn, at, body) VALUES ($1, $2, $3, $4, $5)";
    lane.run(insert, args![session, seq, turn, at, json(message)]).await.map(|_| ())
}
