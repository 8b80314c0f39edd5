use crate::plugin::Manifest;
use serde::Serialize;

/// What the layout shows around a page; templates know it as `site`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Site {
    /// The name of the agent's host.
    pub title: String,
    /// The path under which the host's pages are: empty, or `/agent`.
    pub base: String,
    /// The path of the start page.
    pub home: String,
    /// The pages of plugins.
    pub nav: Vec<NavEntry>,
}

/// A page of a plugin, in the navigation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NavEntry {
    /// The id of the plugin.
    pub plugin: &'static str,
    /// The text of the link.
    pub title: String,
    /// The path: `/agent/plugins/notes`.
    pub href: String,
}

impl Site {
    /// Makes what is shown by a host whose pages are under a path.
    pub fn new(title: &str, base: &str, nav: &[NavEntry]) -> Self {
        let below = |entry: &NavEntry| NavEntry { href: format!("{base}{}", entry.href), ..entry.clone() };
        let home = if base.is_empty() { "/" } else { base };
        Self {
            title: title.into(),
            base: base.into(),
            home: home.into(),
            nav: nav.iter().map(below).collect(),
        }
    }
}

/// Returns the entries that a plugin has in the navigation: one for each contribution that brings pages and names them, with
/// the path as it is without a mount.
pub fn navigation(plugin: &'static Manifest) -> Vec<NavEntry> {
    let titles = plugin.contributions.iter().filter_map(|contribution| {
        let details = contribution.details();
        details.get("nav")?.as_str().map(str::to_owned)
    });
    let href = format!("/plugins/{}/", plugin.id);
    titles.map(|title| NavEntry { plugin: plugin.id, title, href: href.clone() }).collect()
}
