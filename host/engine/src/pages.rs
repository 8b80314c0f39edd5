//! Pages: templates of plugins and of the host, filled in.

use crate::services::PageFrame;
use crate::state::EngineState;
use hookwire::cx::RenderError;
use hookwire::templates::TemplateSource;
use hookwire::{Error, Result};
use serde_json::Value;
use std::sync::Arc;
use tokio::task::spawn_blocking;

/// Whose the templates of the host are.
const HOST: &str = "host";

/// Fills in a template of a plugin.
pub(crate) async fn render(
    state: &EngineState,
    plugin: &str,
    name: &str,
    values: Value,
    frame: PageFrame<'_>,
) -> Result<String> {
    let Some(manifest) = state.plugins().registry().plugin(plugin) else {
        return Err(RenderError::Unknown(format!("`{plugin}` has no templates")).into());
    };
    fill(state, plugin, TemplateSource::of_plugin(manifest), name, values, frame).await
}

/// Fills in a template of the host, which is one of those that are given by name and text.
pub(crate) async fn render_own(
    state: &EngineState,
    templates: &[(&str, &str)],
    name: &str,
    values: Value,
    frame: PageFrame<'_>,
) -> Result<String> {
    let own = templates.iter().map(|(name, text)| TemplateSource::new(name, text));
    let sources = [TemplateSource::layout()].into_iter().chain(own).collect();
    fill(state, HOST, sources, name, values, frame).await
}

async fn fill(
    state: &EngineState,
    owner: &str,
    sources: Vec<TemplateSource>,
    name: &str,
    values: Value,
    frame: PageFrame<'_>,
) -> Result<String> {
    let library = Arc::clone(state.services().templates());
    let site = library.site(state.plugins(), frame);
    let (owner, name) = (owner.to_owned(), name.to_owned());
    // Files are read, and a large page takes its time.
    let filled = spawn_blocking(move || library.templates(&owner, sources)?.render(&name, &values, &site));
    match filled.await {
        Ok(filled) => Ok(filled?),
        Err(stopped) => Err(Error::msg(format!("the page breaks off: {stopped}"))),
    }
}

/// Logs the templates of plugins that cannot be read, the operator's files among them.
pub(crate) fn warn_of_problems(state: &EngineState) {
    let library = state.services().templates();
    for plugin in state.plugins().registry().plugins() {
        let problems = match library.templates(plugin.id, TemplateSource::of_plugin(plugin)) {
            Ok(templates) => templates.problems(),
            Err(problem) => vec![problem],
        };
        for problem in problems {
            tracing::warn!(plugin = plugin.id, "{problem}");
        }
    }
}
