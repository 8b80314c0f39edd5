use hookwire_misbehave::Traces;
use serde_json::{Value, json};
use std::panic::{catch_unwind, set_hook};
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How often the panic hook of the host was called.
static PANICS: AtomicU64 = AtomicU64::new(0);
/// The time between two beats.
const BEAT: Duration = Duration::from_millis(5);

/// What the host sees of itself.
#[derive(Debug, Clone)]
pub(super) struct HostState {
    folder: PathBuf,
    /// The longest time between two beats since it was asked last.
    gap: Arc<Mutex<Duration>>,
}

impl HostState {
    /// Notes how the process is before any plugin is there.
    pub(super) fn watch() -> Self {
        set_hook(Box::new(|_| {
            PANICS.fetch_add(1, Ordering::Relaxed);
        }));
        let folder = std::env::current_dir().expect("a working directory");
        Self { folder, gap: Arc::default() }
    }

    /// Beats on the runtime until that ends.
    pub(super) async fn beat(self) {
        loop {
            let since = Instant::now();
            tokio::time::sleep(BEAT).await;
            let mut gap = self.gap.lock().unwrap_or_else(PoisonError::into_inner);
            *gap = since.elapsed().max(*gap);
        }
    }

    /// Tells what is different, and begins to measure anew.
    pub(super) fn tell(&self) -> Value {
        let gap = std::mem::take(&mut *self.gap.lock().unwrap_or_else(PoisonError::into_inner));
        let traces = Traces::now();
        Traces::forget();
        json!({
            "gap_ms": gap.as_millis(),
            "taken_threads": traces.taken_threads,
            "memory_intact": traces.is_memory_intact,
            "directory": std::env::current_dir().is_ok_and(|now| now == self.folder),
            "panic_hook": hears_panics(),
            "environment": std::env::var_os("HOOKWIRE_MISBEHAVED").is_none(),
        })
    }
}

/// Returns whether a panic still reaches the hook of the host.
fn hears_panics() -> bool {
    let before = PANICS.load(Ordering::Relaxed);
    let _ = catch_unwind(|| panic!("a trial"));
    PANICS.load(Ordering::Relaxed) > before
}
