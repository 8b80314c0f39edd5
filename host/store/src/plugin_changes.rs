use super::arg::{args, json};
use super::pool::Conn;
use super::row::Row;
use super::store::{SqlStore, in_transaction, with_reader};
use async_trait::async_trait;
use hookwire_engine::store::{PluginChange, PluginChangeStore, StoreResult};

#[async_trait]
impl PluginChangeStore for SqlStore {
    async fn plugin_changes(&self) -> StoreResult<Vec<PluginChange>> {
        with_reader!(self, select_latest())
    }

    async fn plugin_history(&self, plugin: &str, limit: u32) -> StoreResult<Vec<PluginChange>> {
        with_reader!(self, select_history(plugin, limit))
    }

    async fn add_plugin_change(&self, change: &PluginChange) -> StoreResult<bool> {
        in_transaction!(self, insert(change))
    }
}

fn read(mut row: Row) -> StoreResult<PluginChange> {
    Ok(PluginChange {
        plugin: row.text()?,
        version: row.count()?,
        enabled: row.maybe_int()?.map(|enabled| enabled != 0),
        values: row.json()?,
        by: row.text()?,
        at: row.int()?,
    })
}

async fn select_latest(conn: &mut dyn Conn) -> StoreResult<Vec<PluginChange>> {
    let select = "SELECT plugin, version, enabled, settings, changed_by, changed_at FROM plugin_changes AS this \
                  WHERE version = (SELECT MAX(version) FROM plugin_changes WHERE plugin = this.plugin) \
                  ORDER BY plugin";
    conn.rows(select, &[]).await?.into_iter().map(read).collect()
}

async fn select_history(conn: &mut dyn Conn, plugin: &str, limit: u32) -> StoreResult<Vec<PluginChange>> {
    let select = "SELECT plugin, version, enabled, settings, changed_by, changed_at FROM plugin_changes \
                  WHERE plugin = $1 ORDER BY version DESC LIMIT $2";
    conn.rows(select, args![plugin, limit]).await?.into_iter().map(read).collect()
}

async fn insert(conn: &mut dyn Conn, change: &PluginChange) -> StoreResult<bool> {
    let PluginChange { plugin, version, enabled, values, by, at } = change;
    let latest = "SELECT COALESCE(MAX(version), 0) FROM plugin_changes WHERE plugin = $1";
    let latest = conn.row(latest, args![plugin]).await?.map_or(Ok(0), |mut row| row.count())?;
    if *version != latest + 1 {
        return Ok(false);
    }
    // Of two that follow the same one, the key lets one in.
    let insert = "INSERT INTO plugin_changes (plugin, version, enabled, settings, changed_by, changed_at) \
                  VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING";
    let args = args![plugin, *version, enabled.map(i64::from), json(values), by, *at];
    Ok(conn.run(insert, args).await? > 0)
}
