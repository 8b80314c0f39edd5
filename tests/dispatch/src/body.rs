//! What a hook does: as little as can be measured, or the least that is of use.

use hookwire::points::ToolCall;
use serde_json::Value;
use std::hint::black_box;
use std::sync::atomic::{AtomicU64, Ordering};

/// The state of a plugin of either kind.
#[derive(Debug)]
pub(crate) struct Look {
    limit: usize,
    seen: AtomicU64,
    long: AtomicU64,
}

impl Default for Look {
    fn default() -> Self {
        Self { limit: black_box(64), seen: AtomicU64::new(0), long: AtomicU64::new(0) }
    }
}

impl Look {
    /// Keeps the compiler from leaving the call out, and nothing else; direct calls of it fuse into a few instructions.
    #[inline]
    pub(crate) fn bare(&self, call: &mut ToolCall) {
        // No locked addition, which would cost more than all that is measured here.
        let seen = self.seen.load(Ordering::Relaxed);
        self.seen.store(seen + 1, Ordering::Relaxed);
        black_box((&self.limit, call));
    }

    /// Reads one argument of the call, compares its length with a limit, and counts.
    #[inline]
    pub(crate) fn small(&self, call: &mut ToolCall) {
        let path = black_box(call).args.get("path").and_then(Value::as_str);
        if path.is_some_and(|path| path.len() > self.limit) {
            self.long.fetch_add(1, Ordering::Relaxed);
        }
        self.seen.fetch_add(1, Ordering::Relaxed);
    }

    /// Returns how many calls it saw.
    pub(crate) fn seen(&self) -> u64 {
        self.seen.load(Ordering::Relaxed)
    }
}

/// Makes the call that every chain gets.
pub(crate) fn call() -> ToolCall {
    let args = serde_json::json!({ "path": "src/main.rs", "offset": 0, "limit": 200 });
    ToolCall::new("read_file", args)
}
