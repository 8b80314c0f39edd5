use super::config_reload::ConfigSource;
use super::data_folder::DataFolder;
use super::error::CliError;
use super::log;
use super::options::Options;
use hookwire::{PluginList, Registry};
use hookwire_config::{Config, Sources};
use hookwire_terminal::RegistryView;
use std::io::{self, Write};
use std::num::NonZero;
use std::path::PathBuf;
use std::{env, mem, thread};
use tokio::runtime::{Builder, Runtime};

/// The flags that every verb has.
#[derive(Debug)]
pub(super) struct GlobalFlags {
    /// The file, the environment and the `--set` arguments in front of the verb.
    pub(super) sources: Sources,
    /// The `--set` arguments behind the verb.
    pub(super) set: Vec<String>,
    /// The folder of `--data`.
    pub(super) data: Option<PathBuf>,
    /// The level of `--log`.
    pub(super) log: Option<String>,
}

/// The plugins of the binary, before the configuration is read.
#[derive(Debug)]
pub(super) struct Startup {
    pub(super) registry: Registry,
    list: &'static PluginList,
    flags: GlobalFlags,
}

/// The plugins, the configuration and the data folder that a verb works with.
#[derive(Debug)]
pub(super) struct Context {
    pub(super) registry: Registry,
    pub(super) list: &'static PluginList,
    pub(super) config: Config<Options>,
    /// Where the configuration comes from, to read it again.
    pub(super) source: ConfigSource,
    pub(super) data: DataFolder,
    /// The level of `--log`.
    pub(super) log: Option<String>,
}

impl Startup {
    /// Begins with the plugins of a list, which were checked against each other.
    pub(super) fn new(list: &'static PluginList, registry: Registry, flags: GlobalFlags) -> Self {
        Self { registry, list, flags }
    }

    /// Takes the `--set` arguments behind the verb, for one that sets something else with them.
    pub(super) fn take_set(&mut self) -> Vec<String> {
        mem::take(&mut self.flags.set)
    }

    /// Reads the configuration, and logs to standard error from now on.
    pub(super) fn configure(self) -> Result<Context, CliError> {
        let context = self.configure_without_log()?;
        log::to_stderr(context.log.as_deref());
        Ok(context)
    }

    /// Reads the configuration and leaves it to the verb where logs go.
    pub(super) fn configure_without_log(mut self) -> Result<Context, CliError> {
        self.flags.sources.arguments.append(&mut self.flags.set);
        let source = ConfigSource::new(self.flags.sources);
        let mut config = Config::<Options>::load(source.sources(), &self.registry)?;
        let data = DataFolder::new(self.flags.data.as_deref(), &config.options().store);
        if let Some(folder) = data.path() {
            config.options_mut().store.data = Some(folder.to_owned());
        }
        // That it can be done was checked with the rest of the configuration.
        let moved = config.settings().order.apply(&self.registry).ok().flatten();
        let registry = moved.unwrap_or(self.registry);
        Ok(Context { registry, list: self.list, config, source, data, log: self.flags.log })
    }
}

impl Context {
    /// Returns the registry with what the operator decides about it in the configuration.
    pub(super) fn registry_view(&self) -> RegistryView<'_> {
        RegistryView {
            registry: &self.registry,
            list: self.list,
            settings: self.config.settings(),
            status: Vec::new(),
            failed_agents: Vec::new(),
            isolation: Vec::new(),
            observers: !self.config.settings().without_observers,
        }
    }
}

/// Runs a future to its end on a new runtime.
pub(super) fn block_on<T>(work: impl Future<Output = Result<T, CliError>>) -> Result<T, CliError> {
    let runtime = runtime().map_err(CliError::Runtime)?;
    let done = runtime.block_on(work);
    // A thread that still waits for a key must not keep the process.
    runtime.shutdown_background();
    done
}

/// How many threads the runtime has beyond one a core: code of a plugin that blocks takes one out of use.
const SPARE_THREADS: usize = 4;

fn runtime() -> io::Result<Runtime> {
    let mut builder = Builder::new_multi_thread();
    // The operator's own number goes before; the runtime reads it itself.
    if env::var_os("TOKIO_WORKER_THREADS").is_none() {
        let cores = thread::available_parallelism().map_or(1, NonZero::get);
        builder.worker_threads(cores + SPARE_THREADS);
    }
    builder.enable_all().build()
}

/// Writes a text to standard output; a reader that leaves early, such as `head`, is no error.
pub(super) fn print(text: &str) -> Result<(), CliError> {
    match writeln!(io::stdout().lock(), "{}", text.trim_end()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(()),
    }
}
