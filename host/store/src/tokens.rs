use super::arg::args;
use super::pool::Conn;
use super::row::Row;
use super::store::{SqlStore, in_transaction, with_reader};
use async_trait::async_trait;
use hookwire_engine::store::{StoreError, StoreResult, Token, TokenStore};

#[async_trait]
impl TokenStore for SqlStore {
    async fn add_token(&self, token: &Token) -> StoreResult<()> {
        in_transaction!(self, insert(token))
    }

    async fn token(&self, hash: &str) -> StoreResult<Option<Token>> {
        with_reader!(self, select(hash))
    }

    async fn tokens(&self) -> StoreResult<Vec<Token>> {
        with_reader!(self, select_all())
    }

    async fn remove_token(&self, name: &str) -> StoreResult<bool> {
        in_transaction!(self, delete(name))
    }
}

fn read(mut row: Row) -> StoreResult<Token> {
    Ok(Token {
        name: row.text()?,
        hash: row.text()?,
        owner: row.owner()?,
        created_at: row.int()?,
        expires_at: row.maybe_int()?,
    })
}

async fn insert(conn: &mut dyn Conn, token: &Token) -> StoreResult<()> {
    let Token { name, hash, owner, created_at, expires_at } = token;
    let insert = "INSERT INTO tokens (name, hash, tenant, person, created_at, expires_at) \
                  VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING";
    let args = args![name, hash, &owner.tenant, &owner.user, *created_at, *expires_at];
    match conn.run(insert, args).await? {
        0 => Err(StoreError::taken("token", name)),
        _ => Ok(()),
    }
}

async fn select(conn: &mut dyn Conn, hash: &str) -> StoreResult<Option<Token>> {
    let select = "SELECT name, hash, tenant, person, created_at, expires_at FROM tokens WHERE hash = $1";
    conn.row(select, args![hash]).await?.map(read).transpose()
}

async fn select_all(conn: &mut dyn Conn) -> StoreResult<Vec<Token>> {
    let select = "SELECT name, hash, tenant, person, created_at, expires_at FROM tokens ORDER BY name";
    conn.rows(select, &[]).await?.into_iter().map(read).collect()
}

async fn delete(conn: &mut dyn Conn, name: &str) -> StoreResult<bool> {
    Ok(conn.run("DELETE FROM tokens WHERE name = $1", args![name]).await? > 0)
}
