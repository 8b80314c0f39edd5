//! `tool.wrap`, as a host fires it.

use super::operate;
use crate::contest::Case;
use crate::measure::Chain;
use crate::ours::{Live, Sixteen};
use futures_util::FutureExt;
use hookwire::points::{ToolCall, ToolWrap};
use std::hint::black_box;
use std::mem;
use tokio::runtime::Runtime;

pub(crate) struct Fire(Live);

impl Fire {
    pub(crate) fn start(plugins: Sixteen, case: Case, size: usize, runtime: &Runtime) -> Self {
        Self(Live::start(plugins, case, size, runtime))
    }
}

impl Chain for Fire {
    #[inline]
    async fn call(&mut self) {
        let Live { wiring, cx, call, .. } = black_box(&mut self.0);
        let inmost = |call: ToolCall| async move { Ok(operate(call)) }.boxed();
        let request = black_box(mem::take(call));
        let report = wiring.wrap::<ToolWrap>(request, cx, &inmost).await;
        *call = black_box(report).expect("no hook fails").call;
    }

    fn seen(&mut self) -> u64 {
        self.0.seen()
    }
}
