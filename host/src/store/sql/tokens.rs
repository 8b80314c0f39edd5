use super::arg::args;
use super::lane::Lane;
use super::row::Row;
use crate::store::{Result, StoreError, Token};

fn read(mut row: Row) -> Result<Token> {
    Ok(Token {
        name: row.text()?,
        hash: row.text()?,
        owner: row.owner()?,
        created_at: row.int()?,
        expires_at: row.maybe_int()?,
    })
}

pub(super) async fn add(lane: &mut dyn Lane, token: &Token) -> Result<()> {
    let Token { name, hash, owner, created_at, expires_at } = token;
    let insert = "INSERT INTO tokens (name, hash, tenant, person, created_at, expires_at) \
                  VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING";
    let args = args![name, hash, &owner.tenant, &owner.user, *created_at, *expires_at];
    match lane.run(insert, args).await? {
        0 => Err(StoreError::taken("token", name)),
        _ => Ok(()),
    }
}

pub(super) async fn one(lane: &mut dyn Lane, hash: &str) -> Result<Option<Token>> {
    let select = "SELECT name, hash, tenant, person, created_at, expires_at FROM tokens WHERE hash = $1";
    lane.row(select, args![hash]).await?.map(read).transpose()
}

pub(super) async fn list(lane: &mut dyn Lane) -> Result<Vec<Token>> {
    let select = "SELECT name, hash, tenant, person, created_at, expires_at FROM tokens ORDER BY name";
    lane.rows(select, &[]).await?.into_iter().map(read).collect()
}

pub(super) async fn remove(lane: &mut dyn Lane, name: &str) -> Result<bool> {
    Ok(lane.run("DELETE FROM tokens WHERE name = $1", args![name]).await? > 0)
}
