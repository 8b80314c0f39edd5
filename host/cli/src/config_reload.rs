use super::options::Options;
use hookwire::live::Reconfigured;
use hookwire_config::{Config, Sources};
use hookwire_engine::Engine;
use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, SystemTime};
use tokio::sync::Notify;
use tokio::task::JoinHandle;
use tokio::time::sleep;

/// How often the file is looked at.
const LOOK: Duration = Duration::from_secs(1);

/// Where a configuration comes from, and which version of its file was read.
#[derive(Debug, Clone)]
pub(super) struct ConfigSource {
    sources: Sources,
    read: Stamp,
}

/// What tells one version of a file from another; `None`, if there is no file.
type Stamp = Option<(SystemTime, u64)>;

impl ConfigSource {
    /// Looks at the file, before it is read.
    pub(super) fn new(sources: Sources) -> Self {
        Self { read: stamp(&sources.path()), sources }
    }

    pub(super) fn sources(&self) -> &Sources {
        &self.sources
    }
}

/// The task that reads the configuration again when its file has changed, or when it is asked to, and gives plugins their
/// new sections.
#[derive(Debug)]
pub(super) struct ConfigReload {
    task: JoinHandle<()>,
    asked: Arc<Notify>,
}

impl Drop for ConfigReload {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl ConfigReload {
    /// Starts to watch the file of a configuration.
    pub(super) fn start(engine: Engine, source: ConfigSource, config: Config<Options>) -> Self {
        let asked = Arc::<Notify>::default();
        let watch = watch(engine, source, config, Arc::clone(&asked));
        Self { task: tokio::spawn(watch), asked }
    }

    /// Asks to read the configuration again now.
    pub(super) fn ask(&self) {
        self.asked.notify_one();
    }
}

async fn watch(engine: Engine, source: ConfigSource, mut config: Config<Options>, asked: Arc<Notify>) {
    let ConfigSource { sources, mut read } = source;
    let path = sources.path();
    let mut seen = read;
    let mut is_told = false;
    loop {
        let is_asked = tokio::select! {
            () = asked.notified() => true,
            () = sleep(LOOK) => false,
        };
        let now = stamp(&path);
        // A file that changes between two looks is still being written.
        let is_written = now == seen;
        seen = now;
        // Nobody means by it that all plugins are to have their defaults.
        if now.is_none() && read.is_some() {
            if is_asked || (is_written && !is_told) {
                is_told = true;
                tracing::error!(
                    "the configuration is as it was, as `{}` is gone: put it back, or restart without it",
                    path.display()
                );
            }
            continue;
        }
        is_told = false;
        if is_asked || (is_written && now != read) {
            read = now;
            reload(&engine, &sources, &mut config).await;
        }
    }
}

fn stamp(path: &Path) -> Stamp {
    let metadata = fs::metadata(path).ok()?;
    Some((metadata.modified().ok()?, metadata.len()))
}

/// Reads the configuration again, and says what becomes of each change.
async fn reload(engine: &Engine, sources: &Sources, config: &mut Config<Options>) {
    let new = match Config::<Options>::load(sources, engine.plugins().registry()) {
        Ok(new) => new,
        Err(error) => {
            tracing::error!("the configuration is as it was, as the new one does not fit: {error}");
            return;
        }
    };
    for (id, result) in engine.reload_sections(new.settings()).await {
        match result {
            Ok(Reconfigured::WhenEnabled) => {
                tracing::info!("`{id}` is off, and gets its new settings when it is switched on");
            }
            Ok(_) => tracing::info!("`{id}` has its new settings"),
            Err(error) => tracing::error!("{error}"),
        }
    }
    if let Err(error) = engine.reload_observers(new.settings()).await {
        tracing::error!("{error}");
    }
    for name in new.sections_that_differ(config) {
        tracing::warn!("`{name}` has changed in the configuration: it needs a restart");
    }
    *config = new;
}
