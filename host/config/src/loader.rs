use super::config_error::{ConfigError, Located};
use super::origin::Origin;
use super::plugin_settings;
use super::redaction::is_public;
use super::root_options::RootOptions;
use super::schema_index::SchemaIndex;
use super::sources::{self, Sources};
use super::tree::Tree;
use hookwire::Registry;
use hookwire::config::{Problem, Section};
use hookwire::live::Settings;
use serde_json::{Map, Value};
use std::collections::BTreeSet;

/// A configuration that was read and checked: the plugins' settings and the program's own options.
#[derive(Debug, Clone)]
pub struct Config<Root> {
    tree: Tree,
    settings: Settings,
    options: Root,
    schemas: SchemaIndex,
}

impl<Root: RootOptions> Config<Root> {
    /// Reads all sources, and checks what can be checked before plugins start.
    pub fn load(sources: &Sources, registry: &Registry) -> Result<Self, ConfigError> {
        let schemas = SchemaIndex::new::<Root>(registry);
        let tree = sources.read(registry, &schemas)?;
        let (mut settings, mut problems) = plugin_settings::read(&tree, &schemas);
        let root = read_root::<Root>(&tree, &schemas);
        if let Ok(options) = &root {
            settings.agents = options.agent_plugins();
        }
        problems.extend(settings.check(registry));
        let options = match root {
            Ok(options) => {
                problems.extend(options.check(&settings, registry));
                options
            }
            Err(wrong) => {
                problems.extend(wrong);
                Root::default()
            }
        };
        if !problems.is_empty() {
            // The host will not start, and no plugin will tell what in its own section is wrong.
            problems.extend(settings.check_sections(registry));
        }
        let config = Self { tree, settings, options, schemas };
        config.locate(problems)?;
        Ok(config)
    }
}

/// Makes the program's options of the sections that are theirs.
fn read_root<Root: RootOptions>(tree: &Tree, schemas: &SchemaIndex) -> Result<Root, Vec<Problem>> {
    let own = tree.values().iter().filter(|(name, _)| schemas.is_root_section(name));
    let own: Map<_, _> = own.map(|(name, value)| (name.clone(), value.clone())).collect();
    Section::from(Value::Object(own)).parse().map_err(|problems| problems.0)
}

impl<Root> Config<Root> {
    /// Returns the settings of plugins and hooks.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Returns the program's own options.
    pub fn options(&self) -> &Root {
        &self.options
    }

    /// Returns the program's own options, to change what the command line decides.
    pub fn options_mut(&mut self) -> &mut Root {
        &mut self.options
    }

    /// Returns the names of the sections that differ from those of another configuration in what a host reads only when it
    /// starts: not in the sections of plugins, and not in `observers`.
    pub fn sections_that_differ(&self, other: &Self) -> Vec<String> {
        let (own, others) = (self.read_at_start(), other.read_at_start());
        let names: BTreeSet<_> = own.keys().chain(others.keys()).collect();
        names.into_iter().filter(|name| own.get(*name) != others.get(*name)).cloned().collect()
    }

    fn read_at_start(&self) -> Map<String, Value> {
        let values =
            self.tree.values().iter().filter(|(name, _)| !["plugins", "observers"].contains(&&***name));
        let stripped = values.map(|(name, value)| {
            (name.clone(), self.schemas.without_plugin_sections(std::slice::from_ref(name), value))
        });
        stripped.collect()
    }

    /// Returns the origin of a value.
    pub fn origin(&self, path: &[String]) -> Option<&Origin> {
        self.tree.origin(path)
    }

    /// Splits a `key=value` argument about a setting of a plugin, whose keys are those of the plugin's section.
    pub fn plugin_setting(&self, plugin: &str, text: &str) -> Result<(Vec<String>, Value), ConfigError> {
        sources::plugin_setting(plugin, text, &self.schemas)
    }

    /// Returns an error that tells where in the sources problems are; `Ok` if there are none.
    pub fn locate(&self, problems: Vec<Problem>) -> Result<(), ConfigError> {
        if problems.is_empty() {
            return Ok(());
        }
        let located = problems.into_iter().map(|problem| self.locate_one(problem));
        Err(ConfigError::Wrong(located.collect()))
    }

    /// Finds the origin of a problem, and removes what may be secret from both.
    fn locate_one(&self, problem: Problem) -> Located {
        let origin = self.tree.origin(&problem.path).cloned().map(|origin| match origin {
            Origin::File(spot)
                if !self.tree.on_line(spot.line()).all(|path| is_public(&self.schemas, path)) =>
            {
                Origin::File(spot.masked())
            }
            origin => origin,
        });
        Located { origin, problem: self.redact(problem) }
    }

    /// Removes the value that serde's messages begin with, if it may be secret.
    fn redact(&self, problem: Problem) -> Problem {
        let starts = ["invalid type: ", "invalid value: ", "unknown variant "];
        let quoted = starts.iter().any(|start| problem.message.starts_with(start));
        match problem.message.rsplit_once(", expected ") {
            Some((_, expected)) if quoted && !is_public(&self.schemas, &problem.path) => {
                Problem::new(problem.path.clone(), format!("this does not fit; write {expected}"))
            }
            _ => problem,
        }
    }
}
