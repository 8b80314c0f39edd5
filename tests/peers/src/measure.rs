//! One batch of calls through one chain.

use std::time::Instant;

use tokio::runtime::Runtime;

use crate::case::Case;
use crate::{alloc, call};

/// A contestant: builds its chain for a case and a size.
pub struct Peer {
    /// Start of the figure names.
    pub key: &'static str,
    pub title: &'static str,
    pub chain: fn(Case, usize) -> Box<dyn Timed>,
}

/// One call of the whole chain, from the call site's point of view.
pub trait Chain {
    fn call(&mut self) -> impl Future<Output = ()> + Send;
}

/// Averages per call over one batch.
#[derive(Clone, Copy, Debug)]
pub struct Sample {
    pub nanos: f64,
    pub allocations: f64,
    pub looks: f64,
}

/// A chain behind a box, so that all peers fit in one list. The box is outside of what is timed.
pub trait Timed {
    fn sample(&mut self, runtime: &Runtime, calls: u32) -> Sample;
}

impl<C: Chain> Timed for C {
    fn sample(&mut self, runtime: &Runtime, calls: u32) -> Sample {
        runtime.block_on(sample(self, calls))
    }
}

pub async fn sample(chain: &mut impl Chain, calls: u32) -> Sample {
    // The other peers have just filled the caches and the branch predictor.
    for _ in 0..calls / 10 {
        chain.call().await;
    }
    let (allocations, looks) = (alloc::count(), call::looks());
    let start = Instant::now();
    for _ in 0..calls {
        chain.call().await;
    }
    let nanos = start.elapsed().as_nanos() as f64;
    let calls = f64::from(calls);
    Sample {
        nanos: nanos / calls,
        allocations: (alloc::count() - allocations) as f64 / calls,
        looks: (call::looks() - looks) as f64 / calls,
    }
}
