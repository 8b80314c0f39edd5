use super::arg::args;
use super::driver_error::unknown_if_missing;
use super::pool::Conn;
use super::row::Row;
use super::store::{SqlStore, in_transaction, with_reader};
use async_trait::async_trait;
use hookwire_engine::store::{Millis, Owner, Schedule, ScheduleStore, StoreError, StoreResult};

#[async_trait]
impl ScheduleStore for SqlStore {
    async fn add_schedule(&self, schedule: &Schedule) -> StoreResult<()> {
        in_transaction!(self, insert(schedule))
    }

    async fn schedules(&self, owner: Option<&Owner>) -> StoreResult<Vec<Schedule>> {
        with_reader!(self, select_all(owner))
    }

    async fn remove_schedule(&self, id: &str) -> StoreResult<Option<Schedule>> {
        in_transaction!(self, delete(id))
    }

    async fn advance_schedule(&self, id: &str, from: Millis, next: Option<Millis>) -> StoreResult<bool> {
        in_transaction!(self, advance(id, from, next))
    }
}

macro_rules! columns {
    ($before:literal, $after:literal) => {
        concat!($before, " id, name, tenant, person, session, agent, message, next_at, every_ms ", $after)
    };
}

fn read(mut row: Row) -> StoreResult<Schedule> {
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

async fn insert(conn: &mut dyn Conn, new: &Schedule) -> StoreResult<()> {
    let insert = columns!(
        "INSERT INTO schedules (",
        ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (id) DO NOTHING"
    );
    let session = new.session.as_deref();
    let Owner { tenant, user } = &new.owner;
    let args =
        args![&new.id, &new.name, tenant, user, session, &new.agent, &new.message, new.next_at, new.every_ms];
    match conn.run(insert, args).await.map_err(unknown_if_missing("session", session.unwrap_or_default()))? {
        0 => Err(StoreError::taken("schedule", &new.id)),
        _ => Ok(()),
    }
}

async fn select_all(conn: &mut dyn Conn, owner: Option<&Owner>) -> StoreResult<Vec<Schedule>> {
    let select = columns!(
        "SELECT",
        "FROM schedules WHERE $1 IS NULL OR tenant = $1 AND person = $2 ORDER BY next_at, id"
    );
    let (tenant, user) = (owner.map(|owner| owner.tenant.as_str()), owner.map(|owner| owner.user.as_str()));
    conn.rows(select, args![tenant, user]).await?.into_iter().map(read).collect()
}

async fn delete(conn: &mut dyn Conn, id: &str) -> StoreResult<Option<Schedule>> {
    let delete = columns!("DELETE FROM schedules WHERE id = $1 RETURNING", "");
    conn.row(delete, args![id]).await?.map(read).transpose()
}

async fn advance(conn: &mut dyn Conn, id: &str, from: Millis, next: Option<Millis>) -> StoreResult<bool> {
    let moved = match next {
        Some(next) => {
            let update = "UPDATE schedules SET next_at = $3 WHERE id = $1 AND next_at = $2";
            conn.run(update, args![id, from, next]).await?
        }
        None => {
            let delete = "DELETE FROM schedules WHERE id = $1 AND next_at = $2";
            conn.run(delete, args![id, from]).await?
        }
    };
    Ok(moved > 0)
}
