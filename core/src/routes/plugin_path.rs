use axum::http::Uri;
use axum::http::uri::PathAndQuery;

/// The path of a request to a plugin, taken apart: `/plugins/notes/list` is `/list` of `notes`.
///
/// It is taken as it was sent: what is percent-encoded stays so, as routers match it like that.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PluginPath<'a> {
    /// The plugin's id.
    pub plugin: &'a str,
    /// The path inside the plugin; empty, where not even a slash follows the id.
    pub inside: &'a str,
}

impl<'a> PluginPath<'a> {
    /// Takes a path apart; `None` for one that leads to no plugin.
    pub fn parse(path: &'a str) -> Option<Self> {
        let rest = path.strip_prefix("/plugins/")?;
        let (plugin, inside) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        (!plugin.is_empty()).then_some(Self { plugin, inside })
    }

    /// Returns the path inside the plugin, with the query of the whole.
    pub fn uri_inside(&self, whole: &Uri) -> Uri {
        let query = whole.query().map(|query| format!("?{query}")).unwrap_or_default();
        let path = if self.inside.is_empty() { "/" } else { self.inside };
        // Parts of a URI make one.
        let path_and_query = PathAndQuery::try_from(format!("{path}{query}"));
        path_and_query.map_or_else(|_| Uri::from_static("/"), Uri::from)
    }

    /// Returns whether a part of the path inside the plugin is `.` or `..`, however that is written: what a proxy, a browser
    /// and a handler make of it may differ.
    pub fn has_dots(&self) -> bool {
        let plain = self.inside.to_ascii_lowercase().replace("%2e", ".").replace("%2f", "/");
        let plain = plain.replace("%5c", "/").replace('\\', "/");
        plain.split('/').any(|part| part == "." || part == "..")
    }
}
