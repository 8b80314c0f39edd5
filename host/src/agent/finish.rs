use super::Engine;
use std::sync::atomic::Ordering;
use std::time::Duration;
use tokio::time::{Instant, sleep, timeout_at};

/// How often it is looked whether all that is left waits for humans.
const LOOK: Duration = Duration::from_millis(50);

impl Engine {
    /// Takes nothing in any more, waits for what is being answered, and gives up on the rest when the time is over.
    ///
    /// The time is counted from the first call. What waits for a human is not waited for; that, and what is given up on,
    /// goes on with the next start. Returns whether nothing had to be given up on.
    pub async fn finish(&self, grace: Duration) -> bool {
        self.stopping.store(true, Ordering::SeqCst);
        let until = *self.until.get_or_init(|| Instant::now() + grace);
        timeout_at(until, self.idle()).await.is_ok()
    }

    /// Waits until nothing is at work.
    async fn idle(&self) {
        let mut open = self.open.subscribe();
        loop {
            let count = *open.borrow_and_update() as usize;
            if count <= self.feeds.asking() {
                return;
            }
            // Feeds do not tell when their turn begins to wait.
            tokio::select! {
                _ = open.changed() => {}
                () = sleep(LOOK) => {}
            }
        }
    }
}
