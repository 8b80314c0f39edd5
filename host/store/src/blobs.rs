use super::arg::args;
use super::driver_error::unknown_if_missing;
use super::pool::Conn;
use super::store::{SqlStore, in_transaction, with_reader};
use async_trait::async_trait;
use hookwire_engine::store::{BlobStore, StoreResult};

#[async_trait]
impl BlobStore for SqlStore {
    async fn put_blob(&self, session: &str, id: &str, text: &str) -> StoreResult<()> {
        in_transaction!(self, upsert(session, id, text))
    }

    async fn blob(&self, session: &str, id: &str) -> StoreResult<Option<String>> {
        with_reader!(self, select(session, id))
    }
}

async fn upsert(conn: &mut dyn Conn, session: &str, id: &str, text: &str) -> StoreResult<()> {
    let insert = "INSERT INTO asides (session, id, text) VALUES ($1, $2, $3) \
                  ON CONFLICT (session, id) DO UPDATE SET text = excluded.text";
    let result = conn.run(insert, args![session, id, text]).await;
    result.map(|_| ()).map_err(unknown_if_missing("session", session))
}

async fn select(conn: &mut dyn Conn, session: &str, id: &str) -> StoreResult<Option<String>> {
    let select = "SELECT text FROM asides WHERE session = $1 AND id = $2";
    conn.row(select, args![session, id]).await?.map(|mut row| row.text()).transpose()
}
