//! A vector of boxed trait objects, `async` ones by async-trait: the way of every Rust peer.

use crate::body;
use crate::measure::Chain;
use async_trait::async_trait;
use hookwire::points::ToolCall;
use std::hint::black_box;

/// Those who do not care leave the default, which is called all the same.
#[async_trait]
pub(crate) trait AsyncHook: Send + Sync {
    async fn before(&self, _: &mut ToolCall) {}

    fn seen(&self) -> u64 {
        0
    }
}

/// The same with a plain function.
pub(crate) trait SyncHook: Send + Sync {
    fn before(&self, _: &mut ToolCall) {}

    fn seen(&self) -> u64 {
        0
    }
}

pub(crate) struct Idle;

impl AsyncHook for Idle {}
impl SyncHook for Idle {}

pub(crate) struct Boxed<H: ?Sized> {
    hooks: Vec<Box<H>>,
    call: ToolCall,
}

impl<H: ?Sized> Boxed<H> {
    pub(crate) fn new(hooks: Vec<Box<H>>) -> Self {
        Self { hooks, call: body::call() }
    }
}

impl Chain for Boxed<dyn AsyncHook> {
    #[inline]
    async fn call(&mut self) {
        let Self { hooks, call } = black_box(self);
        let call = black_box(call);
        for hook in hooks.iter() {
            hook.before(call).await;
        }
    }

    fn seen(&mut self) -> u64 {
        self.hooks.iter().map(|hook| hook.seen()).sum()
    }
}

impl Chain for Boxed<dyn SyncHook> {
    #[inline]
    async fn call(&mut self) {
        let Self { hooks, call } = black_box(self);
        let call = black_box(call);
        for hook in hooks.iter() {
            hook.before(call);
        }
    }

    fn seen(&mut self) -> u64 {
        self.hooks.iter().map(|hook| hook.seen()).sum()
    }
}
