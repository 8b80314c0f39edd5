use super::arg::{Arg, args, json};
use super::driver_error::unknown_if_missing;
use super::pool::Conn;
use super::row::Row;
use super::store::{SqlStore, in_transaction, with_reader};
use async_trait::async_trait;
use hookwire_engine::store::{
    Millis, Owner, PluginSchedule, Schedule, ScheduleStore, StoreError, StoreResult,
};

#[async_trait]
impl ScheduleStore for SqlStore {
    async fn add_schedule(&self, schedule: &Schedule) -> StoreResult<()> {
        in_transaction!(self, insert(schedule))
    }

    async fn put_plugin_schedule(&self, schedule: &Schedule, most: u64) -> StoreResult<bool> {
        in_transaction!(self, put(schedule, most))
    }

    async fn schedules(&self, owner: Option<&Owner>) -> StoreResult<Vec<Schedule>> {
        with_reader!(self, select_all(owner))
    }

    async fn plugin_schedules(&self, plugin: &str) -> StoreResult<Vec<Schedule>> {
        with_reader!(self, select_of_plugin(plugin))
    }

    async fn due_schedules(&self, now: Millis) -> StoreResult<Vec<Schedule>> {
        with_reader!(self, select_due(now))
    }

    async fn claim_schedule(&self, id: &str, from: Millis) -> StoreResult<Option<u64>> {
        in_transaction!(self, claim(id, from))
    }

    async fn release_schedules(&self) -> StoreResult<()> {
        in_transaction!(self, release())
    }

    async fn remove_schedule(&self, id: &str) -> StoreResult<Option<Schedule>> {
        in_transaction!(self, delete(id))
    }

    async fn advance_schedule(&self, id: &str, from: Millis, next: Option<&Schedule>) -> StoreResult<bool> {
        in_transaction!(self, advance(id, from, next))
    }
}

macro_rules! columns {
    ($before:literal, $after:literal) => {
        concat!(
            $before,
            " id, name, tenant, person, session, agent, message, next_at, every_ms, plan ",
            $after
        )
    };
}

/// The statement that adds a schedule.
macro_rules! insert {
    ($conflict:literal) => {
        concat!(
            columns!("INSERT INTO schedules (", ", plugin)"),
            " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT ",
            $conflict
        )
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
        plugin: row.maybe_json()?,
    })
}

fn plan(plugin: Option<&PluginSchedule>) -> Option<String> {
    plugin.and_then(json)
}

async fn run_insert(conn: &mut dyn Conn, insert: &'static str, new: &Schedule) -> StoreResult<u64> {
    let session = new.session.as_deref();
    let Owner { tenant, user } = &new.owner;
    let plugin = new.plugin.as_ref().map(|plugin| plugin.plugin.as_str());
    let args: &[Arg<'_>] = args![
        &new.id,
        &new.name,
        tenant,
        user,
        session,
        &new.agent,
        &new.message,
        new.next_at,
        new.every_ms,
        plan(new.plugin.as_ref()),
        plugin
    ];
    conn.run(insert, args).await.map_err(unknown_if_missing("session", session.unwrap_or_default()))
}

async fn insert(conn: &mut dyn Conn, new: &Schedule) -> StoreResult<()> {
    match run_insert(conn, insert!("(id) DO NOTHING"), new).await? {
        0 => Err(StoreError::taken("schedule", &new.id)),
        _ => Ok(()),
    }
}

async fn put(conn: &mut dyn Conn, new: &Schedule, most: u64) -> StoreResult<bool> {
    let plugin = new.plugin.as_ref().map(|plugin| plugin.plugin.as_str());
    let count = "SELECT COUNT(*) FROM schedules WHERE plugin = $1 AND name <> $2";
    let row = conn.row(count, args![plugin, &new.name]).await?;
    if row.map_or(Ok(0), |mut row| row.count())? >= most {
        return Ok(false);
    }
    let insert = insert!(
        "(plugin, name) WHERE plugin IS NOT NULL DO UPDATE SET id = excluded.id, tenant = excluded.tenant, \
         person = excluded.person, session = excluded.session, agent = excluded.agent, message = excluded.message, \
         next_at = excluded.next_at, every_ms = excluded.every_ms, plan = excluded.plan, claimed = 0, attempts = 0"
    );
    Ok(run_insert(conn, insert, new).await? > 0)
}

async fn select_all(conn: &mut dyn Conn, owner: Option<&Owner>) -> StoreResult<Vec<Schedule>> {
    let select = columns!(
        "SELECT",
        "FROM schedules WHERE $1 IS NULL OR plugin IS NULL AND tenant = $1 AND person = $2 ORDER BY next_at, id"
    );
    let (tenant, user) = (owner.map(|owner| owner.tenant.as_str()), owner.map(|owner| owner.user.as_str()));
    conn.rows(select, args![tenant, user]).await?.into_iter().map(read).collect()
}

async fn select_of_plugin(conn: &mut dyn Conn, plugin: &str) -> StoreResult<Vec<Schedule>> {
    let select = columns!("SELECT", "FROM schedules WHERE plugin = $1 ORDER BY next_at, id");
    conn.rows(select, args![plugin]).await?.into_iter().map(read).collect()
}

async fn select_due(conn: &mut dyn Conn, now: Millis) -> StoreResult<Vec<Schedule>> {
    let select =
        columns!("SELECT", "FROM schedules WHERE next_at <= $1 AND claimed = 0 ORDER BY next_at, id");
    conn.rows(select, args![now]).await?.into_iter().map(read).collect()
}

async fn claim(conn: &mut dyn Conn, id: &str, from: Millis) -> StoreResult<Option<u64>> {
    let claim = "UPDATE schedules SET claimed = 1, attempts = attempts + 1 \
                 WHERE id = $1 AND next_at = $2 AND claimed = 0 RETURNING attempts";
    conn.row(claim, args![id, from]).await?.map(|mut row| row.count()).transpose()
}

async fn release(conn: &mut dyn Conn) -> StoreResult<()> {
    conn.run("UPDATE schedules SET claimed = 0 WHERE claimed = 1", args![]).await.map(drop)
}

async fn delete(conn: &mut dyn Conn, id: &str) -> StoreResult<Option<Schedule>> {
    let delete = columns!("DELETE FROM schedules WHERE id = $1 RETURNING", "");
    conn.row(delete, args![id]).await?.map(read).transpose()
}

async fn advance(conn: &mut dyn Conn, id: &str, from: Millis, next: Option<&Schedule>) -> StoreResult<bool> {
    let moved = match next {
        Some(next) => {
            let update = "UPDATE schedules SET next_at = $3, plan = $4, claimed = 0, attempts = 0 \
                          WHERE id = $1 AND next_at = $2";
            conn.run(update, args![id, from, next.next_at, plan(next.plugin.as_ref())]).await?
        }
        None => {
            let delete = "DELETE FROM schedules WHERE id = $1 AND next_at = $2";
            conn.run(delete, args![id, from]).await?
        }
    };
    Ok(moved > 0)
}
