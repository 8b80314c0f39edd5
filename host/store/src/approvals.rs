use super::arg::{args, json, word};
use super::driver_error::unknown_if_missing;
use super::pool::Conn;
use super::row::Row;
use super::store::{SqlStore, in_transaction, with_reader};
use async_trait::async_trait;
use hookwire_engine::store::{
    Answer, Approval, ApprovalStore, Millis, Owner, Resolution, StoreError, StoreResult,
};

#[async_trait]
impl ApprovalStore for SqlStore {
    async fn request_approval(&self, approval: &Approval) -> StoreResult<Approval> {
        in_transaction!(self, request(approval))
    }

    async fn approval(&self, id: &str) -> StoreResult<Option<Approval>> {
        with_reader!(self, select(id))
    }

    async fn approvals(
        &self,
        owner: Option<&Owner>,
        pending: bool,
        limit: u32,
    ) -> StoreResult<Vec<Approval>> {
        with_reader!(self, select_all(owner, pending, limit))
    }

    async fn resolve_approval(&self, id: &str, answer: &Answer) -> StoreResult<Resolution> {
        in_transaction!(self, resolve(id, answer))
    }

    async fn expire_approvals(&self, now: Millis) -> StoreResult<Vec<Approval>> {
        in_transaction!(self, expire(now))
    }

    async fn find_grant(
        &self,
        session: &str,
        agent: &str,
        tool: &str,
        hash: &str,
    ) -> StoreResult<Option<Approval>> {
        with_reader!(self, select_grant(session, agent, tool, hash))
    }
}

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

fn read(mut row: Row) -> StoreResult<Approval> {
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

async fn request(conn: &mut dyn Conn, approval: &Approval) -> StoreResult<Approval> {
    let Approval { id, session, turn, agent, owner, call, hash, reason, .. } = approval;
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
        approval.asked_at,
        approval.expires_at,
        word(&approval.state),
        approval.by.as_deref(),
        word(&approval.scope),
    ];
    conn.run(insert, args).await.map_err(unknown_if_missing("session", session))?;
    let select =
        columns!("SELECT", "FROM approvals WHERE session = $1 AND turn = $2 AND call_id = $3 AND hash = $4");
    let row = conn.row(select, args![session, *turn, &call.id, hash]).await?;
    row.map(read).transpose()?.ok_or_else(|| StoreError::taken("approval", id))
}

async fn select(conn: &mut dyn Conn, id: &str) -> StoreResult<Option<Approval>> {
    conn.row(columns!("SELECT", "FROM approvals WHERE id = $1"), args![id]).await?.map(read).transpose()
}

async fn select_all(
    conn: &mut dyn Conn,
    owner: Option<&Owner>,
    pending: bool,
    limit: u32,
) -> StoreResult<Vec<Approval>> {
    let select = columns!(
        "SELECT",
        "FROM approvals WHERE ($1 IS NULL OR tenant = $1 AND person = $2) AND ($3 = 0 OR state = 'pending') \
         ORDER BY asked_at DESC, id DESC LIMIT $4"
    );
    let (tenant, user) = (owner.map(|owner| owner.tenant.as_str()), owner.map(|owner| owner.user.as_str()));
    let rows = conn.rows(select, args![tenant, user, i64::from(pending), limit]).await?;
    rows.into_iter().map(read).collect()
}

async fn resolve(conn: &mut dyn Conn, id: &str, answer: &Answer) -> StoreResult<Resolution> {
    let Some(approval) = select(conn, id).await? else { return Ok(Resolution::Unknown) };
    let Some(resolved) = approval.resolved_by(answer) else {
        return Ok(Resolution::Before(approval.as_of(answer.at)));
    };
    let update =
        "UPDATE approvals SET state = $2, answerer = $3, scope = $4 WHERE id = $1 AND state = 'pending'";
    let args = args![id, word(&resolved.state), resolved.by.as_deref(), word(&resolved.scope)];
    if conn.run(update, args).await? > 0 {
        return Ok(Resolution::Now(resolved));
    }
    Ok(select(conn, id).await?.map_or(Resolution::Unknown, Resolution::Before))
}

async fn expire(conn: &mut dyn Conn, now: Millis) -> StoreResult<Vec<Approval>> {
    let update = columns!(
        "UPDATE approvals SET state = 'expired' WHERE state = 'pending' AND expires_at <= $1 RETURNING",
        ""
    );
    conn.rows(update, args![now]).await?.into_iter().map(read).collect()
}

async fn select_grant(
    conn: &mut dyn Conn,
    session: &str,
    agent: &str,
    tool: &str,
    hash: &str,
) -> StoreResult<Option<Approval>> {
    let select = columns!(
        "SELECT",
        "FROM approvals WHERE session = $1 AND agent = $2 AND tool = $3 AND state = 'approved' \
         AND (scope = 'tool' OR scope = 'same' AND hash = $4) ORDER BY asked_at, id LIMIT 1"
    );
    conn.row(select, args![session, agent, tool, hash]).await?.map(read).transpose()
}
