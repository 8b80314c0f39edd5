use super::contribution::{Contribution, ContributionKind, NameScope};
use crate::error::Result;
use crate::panic::message;
use hookwire_text::duration::millis;
use serde_json::{Map, Value, json};
use std::any::Any;
use std::fmt;
use std::panic::catch_unwind;
use std::time::Duration;

/// The routes of a plugin, which a host answers under `/plugins/<id>/`; made by `#[routes]`.
///
/// The declaration is there without the feature `routes`; only what answers needs axum.
pub struct RoutesDecl {
    /// The plugin's id.
    pub name: &'static str,
    /// What the routes are for.
    pub description: &'static str,
    /// The line of the declaration, in the manifest's file.
    pub line: u32,
    /// The entry in the navigation of the host's pages, if there is one: it leads to `/plugins/<id>/`.
    pub nav: Option<&'static str>,
    /// The paths inside the plugin that need no token: each is whole, or all below a folder: `/static/*`.
    pub public: &'static [&'static str],
    /// How long an answer may take to begin, if the author says so.
    pub timeout: Option<Duration>,
    /// Not public API. Used by generated code; [`RoutesDecl::document`] calls it.
    #[doc(hidden)]
    pub openapi: Option<fn() -> Value>,
    /// Not public API. Used by generated code.
    #[doc(hidden)]
    pub router: MakeRouter,
}

/// Returns the router of an instance, which is made when it is first asked for.
type MakeRouter = for<'a> fn(&'a (dyn Any + Send + Sync)) -> Result<&'a (dyn Any + Send + Sync)>;

impl RoutesDecl {
    /// The kind of routes.
    pub const KIND: &'static ContributionKind =
        &ContributionKind { name: "router", list: "routes", reserved: &[], scope: NameScope::Plugin };

    /// How long an answer may take to begin if the author does not say so.
    pub const TIMEOUT: Duration = Duration::from_secs(30);

    /// Returns how long an answer may take to begin; a stream may then go on for any time.
    pub fn limit(&self) -> Duration {
        self.timeout.unwrap_or(Self::TIMEOUT)
    }

    /// Returns the path under which a host answers them.
    pub fn path(&self) -> String {
        format!("/plugins/{}/", self.name)
    }

    /// Returns whether a path inside the plugin needs no token.
    ///
    /// It is compared as it was sent, which is how a router matches it, too.
    pub fn is_public(&self, path: &str) -> bool {
        self.public.iter().any(|public| match public.strip_suffix('*') {
            Some(folder) => path.starts_with(folder),
            None => path == *public,
        })
    }

    /// Returns the OpenAPI document of the routes, if the plugin describes them; an error is the text of a panic.
    pub fn document(&self) -> Option<Result<Value, String>> {
        let openapi = self.openapi?;
        Some(catch_unwind(openapi).map_err(|payload| format!("it panicked: {}", message(payload))))
    }
}

impl Contribution for RoutesDecl {
    fn kind(&self) -> &'static ContributionKind {
        Self::KIND
    }

    fn name(&self) -> &'static str {
        self.name
    }

    fn description(&self) -> &'static str {
        self.description
    }

    fn line(&self) -> u32 {
        self.line
    }

    fn title(&self) -> String {
        self.path()
    }

    /// Returns the entry in the navigation, the public paths, the time-out, and whether the routes are described.
    fn details(&self) -> Map<String, Value> {
        let mut details = Map::new();
        details.insert("nav".into(), json!(self.nav));
        details.insert("public".into(), json!(self.public));
        details.insert("timeout_ms".into(), json!(millis(self.limit())));
        details.insert("openapi".into(), json!(self.openapi.is_some()));
        details
    }
}

impl fmt::Debug for RoutesDecl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.path())
    }
}
