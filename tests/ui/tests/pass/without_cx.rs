use hookwire::plugin;
use hookwire::points::{MessageReceived, ToolCall};
use std::sync::atomic::{AtomicU32, Ordering};

/// Counts messages.
#[derive(Default)]
pub struct Counter {
    count: AtomicU32,
}

/// Counts messages and calls.
#[plugin]
impl Counter {
    #[hook("message.received")]
    fn message(&self, _message: &MessageReceived) {
        self.count.fetch_add(1, Ordering::Relaxed);
    }

    #[hook("tool.before", before = ["cache", "log"], after = "audit")]
    async fn call(&self, _call: &mut ToolCall) -> hookwire::Result<()> {
        self.count.fetch_add(1, Ordering::Relaxed);
        Ok(())
    }

    /// A method without a mark is the plugin's own.
    #[must_use]
    pub fn count<T: From<u32>>(&self) -> T {
        self.count.load(Ordering::Relaxed).into()
    }
}

pub(crate) fn main() {
    assert_eq!(Counter::default().count::<u64>(), 0);
}
