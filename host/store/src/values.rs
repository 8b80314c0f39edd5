use super::arg::{args, json};
use super::driver_error::unknown_if_missing;
use super::pool::Conn;
use super::row::Row;
use super::store::{SqlStore, in_transaction, with_reader};
use async_trait::async_trait;
use hookwire::cx::{KvCondition, KvOutcome, KvOwner, KvScan, KvSpace, KvWrite};
use hookwire_engine::store::{Millis, StoreResult, ValueStore};
use hookwire_engine::time;
use serde_json::Value;

#[async_trait]
impl ValueStore for SqlStore {
    async fn value(&self, space: &KvSpace, key: &str, now: Millis) -> StoreResult<Option<Value>> {
        with_reader!(self, select(&Columns::of(space), key, now))
    }

    async fn put_value(
        &self,
        space: &KvSpace,
        key: &str,
        write: KvWrite,
        now: Millis,
    ) -> StoreResult<KvOutcome> {
        let write = sorted(write);
        in_transaction!(self, put(&Columns::of(space), key, &write, now))
    }

    async fn values(
        &self,
        space: &KvSpace,
        scan: KvScan<'_>,
        now: Millis,
    ) -> StoreResult<Vec<(String, Value)>> {
        with_reader!(self, select_all(&Columns::of(space), scan, now))
    }

    async fn remove_expired_values(&self, now: Millis) -> StoreResult<()> {
        in_transaction!(self, delete_expired(now))
    }
}

/// A space, as the columns that name it.
#[derive(Debug, Clone, Copy)]
struct Columns<'a> {
    plugin: &'a str,
    kind: &'static str,
    tenant: &'a str,
    person: &'a str,
    session: Option<&'a str>,
}

impl<'a> Columns<'a> {
    fn of(space: &'a KvSpace) -> Self {
        let plugin = space.plugin;
        let (kind, tenant, person, session) = match &space.owner {
            KvOwner::Plugin => ("plugin", "", "", None),
            KvOwner::User { tenant, user } => ("user", tenant.as_str(), user.as_str(), None),
            KvOwner::Session(session) => ("session", "", session.as_str(), Some(session.as_str())),
        };
        Self { plugin, kind, tenant, person, session }
    }
}

/// Puts the keys of all tables in order: values are compared as texts.
fn sorted(mut write: KvWrite) -> KvWrite {
    let expected = match &mut write.condition {
        KvCondition::Equal(value) => Some(value),
        KvCondition::Always | KvCondition::Absent => None,
    };
    expected.into_iter().chain(&mut write.value).for_each(Value::sort_all_objects);
    write
}

async fn select(conn: &mut dyn Conn, of: &Columns<'_>, key: &str, now: Millis) -> StoreResult<Option<Value>> {
    let select = "SELECT value FROM kept WHERE plugin = $1 AND kind = $2 AND tenant = $3 AND person = $4 \
                  AND key = $5 AND (expires_at IS NULL OR expires_at > $6)";
    let args = args![of.plugin, of.kind, of.tenant, of.person, key, now];
    conn.row(select, args).await?.map(|mut row| row.json()).transpose()
}

async fn put(
    conn: &mut dyn Conn,
    of: &Columns<'_>,
    key: &str,
    write: &KvWrite,
    now: Millis,
) -> StoreResult<KvOutcome> {
    let delete_expired = "DELETE FROM kept WHERE plugin = $1 AND kind = $2 AND tenant = $3 AND person = $4 \
                   AND key = $5 AND expires_at <= $6";
    conn.run(delete_expired, args![of.plugin, of.kind, of.tenant, of.person, key, now]).await?;
    let Some(value) = &write.value else { return delete(conn, of, key, &write.condition, now).await };
    let expires = write.expires.map(time::at);
    if update(conn, of, key, value, expires, &write.condition).await? {
        return Ok(KvOutcome::Written);
    }
    if matches!(write.condition, KvCondition::Equal(_)) {
        return Ok(KvOutcome::Unexpected);
    }
    if count(conn, of, now).await? >= write.most_keys {
        let is_there = select(conn, of, key, now).await?.is_some();
        return Ok(if is_there { KvOutcome::Unexpected } else { KvOutcome::Full });
    }
    insert(conn, of, key, value, expires, &write.condition).await
}

async fn update(
    conn: &mut dyn Conn,
    of: &Columns<'_>,
    key: &str,
    value: &Value,
    expires: Option<Millis>,
    condition: &KvCondition,
) -> StoreResult<bool> {
    let expected = match condition {
        KvCondition::Absent => return Ok(false),
        KvCondition::Always => None,
        KvCondition::Equal(value) => json(value),
    };
    let update = "UPDATE kept SET value = $6, expires_at = $7 WHERE plugin = $1 AND kind = $2 AND tenant = $3 \
                  AND person = $4 AND key = $5 AND ($8 IS NULL OR value = $8)";
    let args = args![of.plugin, of.kind, of.tenant, of.person, key, json(value), expires, expected];
    Ok(conn.run(update, args).await? > 0)
}

/// The statement that adds a key; another writer may have been quicker.
macro_rules! insert {
    ($conflict:literal) => {
        concat!(
            "INSERT INTO kept (plugin, kind, tenant, person, key, value, expires_at, session) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (plugin, kind, tenant, person, key) ",
            $conflict
        )
    };
}

async fn insert(
    conn: &mut dyn Conn,
    of: &Columns<'_>,
    key: &str,
    value: &Value,
    expires: Option<Millis>,
    condition: &KvCondition,
) -> StoreResult<KvOutcome> {
    let insert = match condition {
        KvCondition::Always => {
            insert!("DO UPDATE SET value = excluded.value, expires_at = excluded.expires_at")
        }
        _ => insert!("DO NOTHING"),
    };
    let args = args![of.plugin, of.kind, of.tenant, of.person, key, json(value), expires, of.session];
    let session = of.session.unwrap_or_default();
    match conn.run(insert, args).await.map_err(unknown_if_missing("session", session))? {
        0 => Ok(KvOutcome::Unexpected),
        _ => Ok(KvOutcome::Written),
    }
}

async fn delete(
    conn: &mut dyn Conn,
    of: &Columns<'_>,
    key: &str,
    condition: &KvCondition,
    now: Millis,
) -> StoreResult<KvOutcome> {
    let (expected, may_be_absent) = match condition {
        KvCondition::Always => (None, true),
        KvCondition::Absent => {
            let is_there = select(conn, of, key, now).await?.is_some();
            return Ok(if is_there { KvOutcome::Unexpected } else { KvOutcome::Written });
        }
        KvCondition::Equal(value) => (json(value), false),
    };
    let delete = "DELETE FROM kept WHERE plugin = $1 AND kind = $2 AND tenant = $3 AND person = $4 AND key = $5 \
                  AND ($6 IS NULL OR value = $6)";
    let removed = conn.run(delete, args![of.plugin, of.kind, of.tenant, of.person, key, expected]).await?;
    Ok(if removed > 0 || may_be_absent { KvOutcome::Written } else { KvOutcome::Unexpected })
}

async fn count(conn: &mut dyn Conn, of: &Columns<'_>, now: Millis) -> StoreResult<u64> {
    let count = "SELECT COUNT(*) FROM kept WHERE plugin = $1 AND kind = $2 AND tenant = $3 AND person = $4 \
                 AND (expires_at IS NULL OR expires_at > $5)";
    let row = conn.row(count, args![of.plugin, of.kind, of.tenant, of.person, now]).await?;
    row.map_or(Ok(0), |mut row| row.count())
}

async fn select_all(
    conn: &mut dyn Conn,
    of: &Columns<'_>,
    KvScan { prefix, after, limit }: KvScan<'_>,
    now: Millis,
) -> StoreResult<Vec<(String, Value)>> {
    let select = "SELECT key, value FROM kept WHERE plugin = $1 AND kind = $2 AND tenant = $3 AND person = $4 \
                  AND key >= $5 AND substr(key, 1, length($5)) = $5 AND key > $6 \
                  AND (expires_at IS NULL OR expires_at > $7) ORDER BY key LIMIT $8";
    let args = args![of.plugin, of.kind, of.tenant, of.person, prefix, after, now, limit];
    let read = |mut row: Row| Ok((row.text()?, row.json()?));
    conn.rows(select, args).await?.into_iter().map(read).collect()
}

async fn delete_expired(conn: &mut dyn Conn, now: Millis) -> StoreResult<()> {
    conn.run("DELETE FROM kept WHERE expires_at <= $1", args![now]).await.map(drop)
}
