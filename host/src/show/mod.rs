//! What the command line shows of a registry and of what is kept, as text, JSON and a picture.

mod contribution;
mod data;
mod dot;
mod hooks;
mod overview;
mod plugin;
mod plugins;
mod sessions;
mod tokens;
mod trace;

pub(crate) use sessions::{session, sessions};
pub(crate) use tokens::tokens;
pub(crate) use trace::trace;

use comfy_table::{ContentArrangement, Table, presets};
use hookwire::live::{Settings, Status};
use hookwire::plugin::Manifest;
use hookwire::{PluginList, Registry};
use serde_json::Value;
use std::fmt::Display;

/// A registry with the list it came from, the operator's settings, and the status of plugins that run.
pub(crate) struct View<'a> {
    pub(crate) registry: &'a Registry,
    pub(crate) list: &'a PluginList,
    pub(crate) settings: &'a Settings,
    /// The status of each plugin; empty, if no host runs.
    pub(crate) status: Vec<(&'static str, Status)>,
}

impl View<'_> {
    /// Returns the status of a plugin, if a host runs.
    fn status(&self, plugin: &Manifest) -> Option<&Status> {
        self.status.iter().find(|(id, _)| *id == plugin.id).map(|(_, status)| status)
    }

    /// Returns whether a plugin is disabled: now, if a host runs, else at its start.
    fn is_disabled(&self, plugin: &Manifest) -> bool {
        match self.status(plugin) {
            Some(status) => *status == Status::Disabled,
            None => self.settings.disabled.contains(plugin.id),
        }
    }

    /// Returns the state of a plugin in a word.
    fn state(&self, plugin: &Manifest) -> String {
        match self.status(plugin) {
            Some(status) => status.to_string(),
            None if self.is_disabled(plugin) => "disabled".into(),
            None => "enabled".into(),
        }
    }

    /// Returns the feature that put a plugin in the binary.
    fn feature(&self, plugin: &Manifest) -> &'static str {
        let same = |manifest: &Manifest| std::ptr::eq(manifest, plugin);
        let entry = self.list.entries.iter().find(|entry| same(entry.manifest));
        entry.map_or("-", |entry| entry.feature)
    }
}

/// Writes JSON for people and programs alike.
pub(crate) fn json(value: &Value) -> String {
    format!("{value:#}")
}

/// Says how many of something there are.
fn count(number: impl Display, what: &str) -> String {
    match number.to_string().as_str() {
        "1" => format!("1 {what}"),
        number => format!("{number} {what}s"),
    }
}

fn table(head: &[&str]) -> Table {
    let mut table = Table::new();
    table
        .load_style(presets::NOTHING)
        .set_content_arrangement(ContentArrangement::Disabled)
        .set_header(head.iter().map(|word| word.to_uppercase()));
    table
}

/// Writes a table, without the blanks at the ends of its lines.
fn lines(table: &Table) -> String {
    let lines = table.lines().map(|line| line.trim_end().to_owned() + "\n");
    lines.collect()
}
