//! The stores that last. Every statement is written once, in what both databases understand.

mod alone;
mod approvals;
mod arg;
mod fault;
mod inbox;
mod lane;
pub(super) mod postgres;
mod row;
mod schedules;
mod schema;
mod sessions;
pub(super) mod sqlite;
mod store;
mod tokens;
mod turns;

use crate::store::Result;
use alone::Alone;
use lane::{Lane, Roads};
use std::sync::Arc;

/// Keeps everything in a database.
#[derive(Debug)]
pub(super) struct Sql {
    place: Arc<str>,
    roads: Box<dyn Roads>,
    alone: Alone,
}

impl Sql {
    fn new(place: Arc<str>, roads: impl Roads + 'static, alone: Alone) -> Self {
        Self { place, roads: Box::new(roads), alone }
    }

    /// Returns a lane for a transaction; none to a host that is not alone any more.
    async fn writing(&self) -> Result<Box<dyn Lane>> {
        self.alone.check()?;
        self.roads.writing().await
    }
}
