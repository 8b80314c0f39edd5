use super::arg::{args, json, word};
use super::fault::missing;
use super::lane::Lane;
use super::row::Row;
use crate::store::{Answer, Approval, Millis, Owner, Resolved, Result, StoreError};

macro_rules! columns {
    ($before:literal, $after:literal) => {
        concat!(
            $before,
            " id, session, turn, agent, tenant, person, call, hash, reason, asked_at, expires_at, state, \
             answerer, scope ",
            $after
        )
    };
}

fn read(mut row: Row) -> Result<Approval> {
    Ok(Approval {
        id: row.text()?,
        session: row.text()?,
        turn: row.count()?,
        agent: row.text()?,
        owner: row.owner()?,
        call: row.json()?,
        hash: row.text()?,
        reason: row.text()?,
        asked_at: row.int()?,
        expires_at: row.int()?,
        state: row.word()?,
        by: row.maybe_text()?,
        scope: row.word()?,
    })
}

pub(super) async fn ask(lane: &mut dyn Lane, asked: &Approval) -> Result<Approval> {
    let Approval { id, session, turn, agent, owner, call, hash, reason, .. } = asked;
    let insert = "INSERT INTO approvals (id, session, turn, agent, tenant, person, call, call_id, tool, hash, \
                  reason, asked_at, expires_at, state, answerer, scope) VALUES \
                  ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16) ON CONFLICT DO NOTHING";
    let args = args![
        id,
        session,
        *turn,
        agent,
        &owner.tenant,
        &owner.user,
        json(call),
        &call.id,
        &call.tool,
        hash,
        reason,
        asked.asked_at,
        asked.expires_at,
        word(&asked.state),
        asked.by.as_deref(),
        word(&asked.scope),
    ];
    lane.run(insert, args).await.map_err(missing("session", session))?;
    let select =
        columns!("SELECT", "FROM approvals WHERE session = $1 AND turn = $2 AND call_id = $3 AND hash = $4");
    let row = lane.row(select, args![session, *turn, &call.id, hash]).await?;
    row.map(read).transpose()?.ok_or_else(|| StoreError::taken("approval", id))
}

pub(super) async fn one(lane: &mut dyn Lane, id: &str) -> Result<Option<Approval>> {
    lane.row(columns!("SELECT", "FROM approvals WHERE id = $1"), args![id]).await?.map(read).transpose()
}

pub(super) async fn list(
    lane: &mut dyn Lane,
    owner: Option<&Owner>,
    pending: bool,
    limit: u32,
) -> Result<Vec<Approval>> {
    let select = columns!(
        "SELECT",
        "FROM approvals WHERE ($1 IS NULL OR tenant = $1 AND person = $2) AND ($3 = 0 OR state = 'pending') \
         ORDER BY asked_at DESC, id DESC LIMIT $4"
    );
    let (tenant, user) = (owner.map(|it| it.tenant.as_str()), owner.map(|it| it.user.as_str()));
    let rows = lane.rows(select, args![tenant, user, i64::from(pending), limit]).await?;
    rows.into_iter().map(read).collect()
}

pub(super) async fn resolve(lane: &mut dyn Lane, id: &str, answer: &Answer) -> Result<Resolved> {
    let Some(asked) = one(lane, id).await? else { return Ok(Resolved::Unknown) };
    let Some(now) = asked.answered(answer) else { return Ok(Resolved::Before(asked.seen_at(answer.at))) };
    let update =
        "UPDATE approvals SET state = $2, answerer = $3, scope = $4 WHERE id = $1 AND state = 'pending'";
    let args = args![id, word(&now.state), now.by.as_deref(), word(&now.scope)];
    if lane.run(update, args).await? > 0 {
        return Ok(Resolved::Now(now));
    }
    Ok(one(lane, id).await?.map_or(Resolved::Unknown, Resolved::Before))
}

pub(super) async fn expire(lane: &mut dyn Lane, now: Millis) -> Result<Vec<Approval>> {
    let update = columns!(
        "UPDATE approvals SET state = 'expired' WHERE state = 'pending' AND expires_at <= $1 RETURNING",
        ""
    );
    lane.rows(update, args![now]).await?.into_iter().map(read).collect()
}

pub(super) async fn granted(
    lane: &mut dyn Lane,
    session: &str,
    agent: &str,
    tool: &str,
    hash: &str,
) -> Result<Option<Approval>> {
    let select = columns!(
        "SELECT",
        "FROM approvals WHERE session = $1 AND agent = $2 AND tool = $3 AND state = 'approved' \
         AND (scope = 'tool' OR scope = 'same' AND hash = $4) ORDER BY asked_at, id LIMIT 1"
    );
    lane.row(select, args![session, agent, tool, hash]).await?.map(read).transpose()
}
