//! One TOML file, then environment variables, then `--set`: each value knows where it came from.

mod error;
mod file;
pub mod options;
mod origin;
mod schema;
mod secrecy;
mod settings;
mod sources;
mod tree;

pub use error::{ConfigError, Located};
pub use options::Options;
pub use origin::Origin;
pub use schema::schema;
pub use sources::Sources;
pub use tree::Tree;

use hookwire::Registry;
use hookwire::config::Problem;
use hookwire::live::Settings;
use secrecy::Schemas;
use std::path::PathBuf;

/// The configuration of a host.
#[derive(Debug, Clone)]
pub struct Config {
    tree: Tree,
    settings: Settings,
    options: Options,
    schemas: Schemas,
}

impl Config {
    /// Reads all sources and checks what can be checked before plugins run.
    pub fn load(sources: &Sources, registry: &Registry) -> Result<Self, ConfigError> {
        let schemas = Schemas::of(registry);
        let tree = sources.read(registry, &schemas)?;
        let (settings, mut problems) = settings::read(&tree);
        problems.extend(settings.check(registry));
        let (options, wrong) = Options::read(tree.values());
        problems.extend(wrong);
        problems.extend(options.engine().check_plugins(&settings, registry));
        let config = Self { tree, settings, options, schemas };
        config.locate(problems)?;
        Ok(config)
    }

    /// Returns what the live set takes.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Returns what the host takes.
    pub fn options(&self) -> &Options {
        &self.options
    }

    /// Decides on the data folder, whatever the sources say.
    #[must_use]
    pub fn with_data(mut self, folder: PathBuf) -> Self {
        self.options.store.data = Some(folder);
        self
    }

    /// Says where in the sources the problems are; none is fine.
    pub fn locate(&self, problems: Vec<Problem>) -> Result<(), ConfigError> {
        if problems.is_empty() {
            return Ok(());
        }
        let located = problems.into_iter().map(|problem| self.place(problem));
        Err(ConfigError::Wrong(located.collect()))
    }

    /// Says where a problem is, without what may be secret.
    fn place(&self, problem: Problem) -> Located {
        let origin = self.tree.origin(&problem.path).cloned().map(|origin| match origin {
            Origin::File(spot) if !self.tree.on_line(spot.line()).all(|path| self.schemas.shows(path)) => {
                Origin::File(spot.masked())
            }
            origin => origin,
        });
        Located { origin, problem: self.discreet(problem) }
    }

    /// Leaves out the value that serde's messages begin with, where it may be secret.
    fn discreet(&self, problem: Problem) -> Problem {
        let starts = ["invalid type: ", "invalid value: ", "unknown variant "];
        let quoted = starts.iter().any(|start| problem.message.starts_with(start));
        match problem.message.rsplit_once(", expected ") {
            Some((_, expected)) if quoted && !self.schemas.shows(&problem.path) => {
                Problem::new(problem.path.clone(), format!("this does not fit; write {expected}"))
            }
            _ => problem,
        }
    }
}
