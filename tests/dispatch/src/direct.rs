//! The same methods called by hand, one after the other, and one call that is not inlined.

use crate::body::{self, Look};
use crate::measure::Chain;
use hookwire::points::ToolCall;
use std::hint::black_box;

/// The first `N` plugins of a family.
pub(crate) struct Direct<S, const N: usize> {
    pub(crate) plugins: S,
    pub(crate) call: ToolCall,
}

impl<S: Default, const N: usize> Direct<S, N> {
    pub(crate) fn new() -> Self {
        Self { plugins: S::default(), call: body::call() }
    }
}

/// One plain call.
pub(crate) struct Plain {
    look: Look,
    call: ToolCall,
}

impl Default for Plain {
    fn default() -> Self {
        Self { look: Look::default(), call: body::call() }
    }
}

#[inline(never)]
fn plain(look: &Look, call: &mut ToolCall) {
    look.bare(call);
}

impl Chain for Plain {
    #[inline]
    async fn call(&mut self) {
        let Self { look, call } = black_box(self);
        plain(look, black_box(call));
    }

    fn seen(&mut self) -> u64 {
        self.look.seen()
    }
}
