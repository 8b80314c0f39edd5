use super::arg::Arg;
use super::fault::fault;
use super::row::Row;
use crate::store::{Result, StoreError};
use async_trait::async_trait;
use sqlx::pool::PoolConnection;
use sqlx::{ColumnIndex, Database, Decode, Encode, Executor, IntoArguments, Pool, Transaction, Type};
use std::fmt::Debug;
use std::sync::Arc;

/// What the databases do differently.
pub(super) trait Engine: Database {
    /// Begins a transaction that writes.
    const BEGIN: &'static str;
    /// The migrations, from version 1 on: their names and what they say.
    const SCHEMA: &'static [(&'static str, &'static str)];

    /// What it means that no connection was free for too long, if that is not the server's doing.
    const LATE: Option<Meaning>;

    fn affected(done: &Self::QueryResult) -> u64;
    /// Returns what an error of this code means.
    fn meaning(code: &str) -> Option<Meaning>;
}

/// An error that has a name of its own.
#[derive(Debug, Clone, Copy)]
pub(super) enum Meaning {
    Full,
    Locked,
    ReadOnly,
    Unopened,
    Broken,
    Absent,
}

/// A way to a database: what it says, each store understands.
#[async_trait]
pub(super) trait Roads: Send + Sync + Debug {
    /// Returns a lane for one statement that reads.
    async fn reading(&self) -> Result<Box<dyn Lane>>;
    /// Returns a lane for a transaction, which is undone unless it is committed.
    async fn writing(&self) -> Result<Box<dyn Lane>>;
}

/// A connection, or a transaction, that runs statements.
#[async_trait]
pub(super) trait Lane: Send {
    /// Runs a statement and returns how many rows it changed.
    async fn run(&mut self, sql: &'static str, args: &[Arg<'_>]) -> Result<u64>;
    /// Runs a statement and returns its rows.
    async fn rows(&mut self, sql: &'static str, args: &[Arg<'_>]) -> Result<Vec<Row>>;
    /// Makes everything so far last.
    async fn commit(self: Box<Self>) -> Result<()>;

    /// Runs a statement and returns its first row.
    async fn row(&mut self, sql: &'static str, args: &[Arg<'_>]) -> Result<Option<Row>> {
        Ok(self.rows(sql, args).await?.into_iter().next())
    }
}

/// The pools of a database.
#[derive(Debug)]
pub(super) struct Pools<D: Database> {
    pub(super) read: Pool<D>,
    pub(super) write: Pool<D>,
    pub(super) place: Arc<str>,
}

struct Open<D: Database> {
    held: Held<D>,
    place: Arc<str>,
}

enum Held<D: Database> {
    Connection(PoolConnection<D>),
    Transaction(Transaction<'static, D>),
}

impl<D: Engine> Open<D> {
    fn connection(&mut self) -> &mut D::Connection {
        match &mut self.held {
            Held::Connection(connection) => connection,
            Held::Transaction(transaction) => transaction,
        }
    }

    fn fault(&self) -> impl Fn(sqlx::Error) -> StoreError + use<D> {
        let place = Arc::clone(&self.place);
        move |error| fault::<D>(&place, error)
    }
}

/// Gives a statement its arguments.
fn bound<'q, D>(sql: &'static str, args: &[Arg<'_>]) -> sqlx::query::Query<'q, D, D::Arguments>
where
    D: Engine,
    for<'e> Option<i64>: Encode<'e, D> + Type<D>,
    for<'e> Option<&'e str>: Encode<'e, D> + Type<D>,
{
    args.iter().fold(sqlx::query(sql), |query, arg| match arg {
        Arg::Int(int) => query.bind(*int),
        Arg::Text(text) => query.bind(text.as_deref()),
    })
}

#[async_trait]
impl<D: Engine> Lane for Open<D>
where
    for<'c> &'c mut D::Connection: Executor<'c, Database = D>,
    D::Arguments: IntoArguments<D>,
    for<'e> Option<i64>: Encode<'e, D> + Type<D>,
    for<'e> Option<&'e str>: Encode<'e, D> + Type<D>,
    for<'r> i64: Decode<'r, D> + Type<D>,
    for<'r> String: Decode<'r, D> + Type<D>,
    usize: ColumnIndex<D::Row>,
{
    async fn run(&mut self, sql: &'static str, args: &[Arg<'_>]) -> Result<u64> {
        let fault = self.fault();
        let done = bound::<D>(sql, args).execute(self.connection()).await.map_err(fault)?;
        Ok(D::affected(&done))
    }

    async fn rows(&mut self, sql: &'static str, args: &[Arg<'_>]) -> Result<Vec<Row>> {
        let fault = self.fault();
        let rows = bound::<D>(sql, args).fetch_all(self.connection()).await.map_err(&fault)?;
        rows.iter().map(|row| Row::of::<D>(row)).collect::<Result<_, _>>().map_err(fault)
    }

    async fn commit(self: Box<Self>) -> Result<()> {
        let fault = self.fault();
        match self.held {
            Held::Transaction(transaction) => transaction.commit().await.map_err(fault),
            Held::Connection(_) => Ok(()),
        }
    }
}

#[async_trait]
impl<D: Engine> Roads for Pools<D>
where
    Open<D>: Lane,
{
    async fn reading(&self) -> Result<Box<dyn Lane>> {
        let held = self.read.acquire().await.map_err(|error| fault::<D>(&self.place, error))?;
        Ok(Box::new(Open { held: Held::Connection(held), place: Arc::clone(&self.place) }))
    }

    async fn writing(&self) -> Result<Box<dyn Lane>> {
        let held = self.write.begin_with(D::BEGIN).await.map_err(|error| fault::<D>(&self.place, error))?;
        Ok(Box::new(Open { held: Held::Transaction(held), place: Arc::clone(&self.place) }))
    }
}
