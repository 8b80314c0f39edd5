use super::arg::args;
use super::fault::missing;
use super::lane::Lane;
use super::row::Row;
use crate::store::{Millis, Owner, Result, Schedule, StoreError};

macro_rules! columns {
    ($before:literal, $after:literal) => {
        concat!($before, " id, name, tenant, person, session, agent, message, next_at, every_ms ", $after)
    };
}

fn read(mut row: Row) -> Result<Schedule> {
    Ok(Schedule {
        id: row.text()?,
        name: row.text()?,
        owner: row.owner()?,
        session: row.maybe_text()?,
        agent: row.text()?,
        message: row.text()?,
        next_at: row.int()?,
        every_ms: row.maybe_int()?,
    })
}

pub(super) async fn add(lane: &mut dyn Lane, new: &Schedule) -> Result<()> {
    let insert = columns!(
        "INSERT INTO schedules (",
        ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (id) DO NOTHING"
    );
    let session = new.session.as_deref();
    let Owner { tenant, user } = &new.owner;
    let args =
        args![&new.id, &new.name, tenant, user, session, &new.agent, &new.message, new.next_at, new.every_ms];
    match lane.run(insert, args).await.map_err(missing("session", session.unwrap_or_default()))? {
        0 => Err(StoreError::taken("schedule", &new.id)),
        _ => Ok(()),
    }
}

pub(super) async fn list(lane: &mut dyn Lane, owner: Option<&Owner>) -> Result<Vec<Schedule>> {
    let select = columns!(
        "SELECT",
        "FROM schedules WHERE $1 IS NULL OR tenant = $1 AND person = $2 ORDER BY next_at, id"
    );
    let (tenant, user) = (owner.map(|it| it.tenant.as_str()), owner.map(|it| it.user.as_str()));
    lane.rows(select, args![tenant, user]).await?.into_iter().map(read).collect()
}

pub(super) async fn remove(lane: &mut dyn Lane, id: &str) -> Result<Option<Schedule>> {
    let delete = columns!("DELETE FROM schedules WHERE id = $1 RETURNING", "");
    lane.row(delete, args![id]).await?.map(read).transpose()
}

pub(super) async fn advance(
    lane: &mut dyn Lane,
    id: &str,
    from: Millis,
    next: Option<Millis>,
) -> Result<bool> {
    let moved = match next {
        Some(next) => {
            let update = "UPDATE schedules SET next_at = $3 WHERE id = $1 AND next_at = $2";
            lane.run(update, args![id, from, next]).await?
        }
        None => {
            let delete = "DELETE FROM schedules WHERE id = $1 AND next_at = $2";
            lane.run(delete, args![id, from]).await?
        }
    };
    Ok(moved > 0)
}
