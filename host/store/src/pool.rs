use super::arg::Arg;
use super::dialect::Dialect;
use super::driver_error::store_error;
use super::row::Row;
use async_trait::async_trait;
use hookwire_engine::empty_lifo_slot;
use hookwire_engine::store::{StoreError, StoreResult};
use sqlx::pool::PoolConnection;
use sqlx::{ColumnIndex, Database, Decode, Encode, Executor, IntoArguments, Transaction, Type};
use std::fmt::Debug;
use std::sync::Arc;

/// The connections to a database.
#[async_trait]
pub(super) trait Pool: Send + Sync + Debug {
    /// Returns a connection for one statement that reads.
    async fn reader(&self) -> StoreResult<Box<dyn Conn>>;
    /// Returns a transaction, which is rolled back unless it is committed.
    async fn transaction(&self) -> StoreResult<Box<dyn Conn>>;
}

/// A connection or a transaction.
#[async_trait]
pub(super) trait Conn: Send {
    /// Runs a statement and returns how many rows it changed.
    async fn run(&mut self, sql: &'static str, args: &[Arg<'_>]) -> StoreResult<u64>;
    /// Runs a statement and returns its rows.
    async fn rows(&mut self, sql: &'static str, args: &[Arg<'_>]) -> StoreResult<Vec<Row>>;
    /// Commits the transaction.
    async fn commit(self: Box<Self>) -> StoreResult<()>;

    /// Runs a statement and returns its first row.
    async fn row(&mut self, sql: &'static str, args: &[Arg<'_>]) -> StoreResult<Option<Row>> {
        Ok(self.rows(sql, args).await?.into_iter().next())
    }
}

/// The two pools of a database; they may be the same one.
#[derive(Debug)]
pub(super) struct Pools<D: Database> {
    pub(super) read: sqlx::Pool<D>,
    pub(super) write: sqlx::Pool<D>,
    pub(super) location: Arc<str>,
}

struct DatabaseConn<D: Database> {
    handle: Handle<D>,
    location: Arc<str>,
    /// Dropped behind the connection.
    _returned: Returned,
}

/// The return of a connection to its pool is a task, which the next hook in the same poll must not keep.
struct Returned;

impl Drop for Returned {
    fn drop(&mut self) {
        empty_lifo_slot();
    }
}

enum Handle<D: Database> {
    Connection(PoolConnection<D>),
    Transaction(Transaction<'static, D>),
}

impl<D: Dialect> DatabaseConn<D> {
    fn connection(&mut self) -> &mut D::Connection {
        match &mut self.handle {
            Handle::Connection(connection) => connection,
            Handle::Transaction(transaction) => transaction,
        }
    }

    fn store_error(&self) -> impl Fn(sqlx::Error) -> StoreError + use<D> {
        let location = Arc::clone(&self.location);
        move |error| store_error::<D>(&location, error)
    }
}

/// Returns a statement with its arguments.
fn query<'q, D>(sql: &'static str, args: &[Arg<'_>]) -> sqlx::query::Query<'q, D, D::Arguments>
where
    D: Dialect,
    for<'e> Option<i64>: Encode<'e, D> + Type<D>,
    for<'e> Option<&'e str>: Encode<'e, D> + Type<D>,
{
    args.iter().fold(sqlx::query(sql), |query, arg| match arg {
        Arg::Int(int) => query.bind(*int),
        Arg::Text(text) => query.bind(text.as_deref()),
    })
}

#[async_trait]
impl<D: Dialect> Conn for DatabaseConn<D>
where
    for<'c> &'c mut D::Connection: Executor<'c, Database = D>,
    D::Arguments: IntoArguments<D>,
    for<'e> Option<i64>: Encode<'e, D> + Type<D>,
    for<'e> Option<&'e str>: Encode<'e, D> + Type<D>,
    for<'r> i64: Decode<'r, D> + Type<D>,
    for<'r> String: Decode<'r, D> + Type<D>,
    usize: ColumnIndex<D::Row>,
{
    async fn run(&mut self, sql: &'static str, args: &[Arg<'_>]) -> StoreResult<u64> {
        let store_error = self.store_error();
        let result = query::<D>(sql, args).execute(self.connection()).await.map_err(store_error)?;
        Ok(D::rows_affected(&result))
    }

    async fn rows(&mut self, sql: &'static str, args: &[Arg<'_>]) -> StoreResult<Vec<Row>> {
        let store_error = self.store_error();
        let rows = query::<D>(sql, args).fetch_all(self.connection()).await.map_err(&store_error)?;
        rows.iter().map(|row| Row::of::<D>(row)).collect::<Result<_, _>>().map_err(store_error)
    }

    async fn commit(self: Box<Self>) -> StoreResult<()> {
        let store_error = self.store_error();
        match self.handle {
            Handle::Transaction(transaction) => transaction.commit().await.map_err(store_error),
            Handle::Connection(_) => Ok(()),
        }
    }
}

#[async_trait]
impl<D: Dialect> Pool for Pools<D>
where
    DatabaseConn<D>: Conn,
{
    async fn reader(&self) -> StoreResult<Box<dyn Conn>> {
        let connection =
            self.read.acquire().await.map_err(|error| store_error::<D>(&self.location, error))?;
        Ok(boxed(Handle::Connection(connection), &self.location))
    }

    async fn transaction(&self) -> StoreResult<Box<dyn Conn>> {
        let begun = self.write.begin_with(D::BEGIN).await;
        let transaction = begun.map_err(|error| store_error::<D>(&self.location, error))?;
        Ok(boxed(Handle::Transaction(transaction), &self.location))
    }
}

fn boxed<D: Dialect>(handle: Handle<D>, location: &Arc<str>) -> Box<dyn Conn>
where
    DatabaseConn<D>: Conn,
{
    Box::new(DatabaseConn { handle, location: Arc::clone(location), _returned: Returned })
}
