//! One TOML file, then environment variables, then `--set`: each value knows where it came from.

mod error;
mod file;
mod origin;
mod schema;
mod settings;
mod sources;
mod tree;

pub use error::{ConfigError, Located};
pub use origin::Origin;
pub use schema::schema;
pub use sources::Sources;
pub use tree::Tree;

use hookwire::Registry;
use hookwire::config::Problem;
use hookwire::live::Settings;

/// The configuration of a host.
#[derive(Debug, Clone)]
pub struct Config {
    tree: Tree,
    settings: Settings,
}

impl Config {
    /// Reads all sources and checks what can be checked before plugins run.
    pub fn load(sources: &Sources, registry: &Registry) -> Result<Self, ConfigError> {
        let tree = sources.read(registry)?;
        let (settings, mut problems) = settings::read(&tree);
        problems.extend(settings.check(registry));
        let config = Self { tree, settings };
        config.locate(problems)?;
        Ok(config)
    }

    /// Returns what the live set takes.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Says where in the sources the problems are; none is fine.
    pub fn locate(&self, problems: Vec<Problem>) -> Result<(), ConfigError> {
        if problems.is_empty() {
            return Ok(());
        }
        let locate = |problem: Problem| Located { origin: self.tree.origin(&problem.path).cloned(), problem };
        Err(ConfigError::Wrong(problems.into_iter().map(locate).collect()))
    }
}
