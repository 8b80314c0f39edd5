//! The paths of plugins that need no token.

use crate::state::AppState;
use hookwire::plugin::RoutesDecl;
use hookwire::routes::PluginPath;

/// Returns whether a path is one that a live plugin has declared public.
pub(crate) fn is_public(state: &AppState, path: &str) -> bool {
    let Some(found) = PluginPath::parse(path).filter(|found| !found.has_dots()) else { return false };
    let inside = if found.inside.is_empty() { "/" } else { found.inside };
    let wiring = state.engine().plugins().wiring_of_all();
    let mut routes = wiring.contributions::<RoutesDecl>().map(|(decl, _)| decl);
    routes.any(|decl| decl.name == found.plugin && decl.is_public(inside))
}
