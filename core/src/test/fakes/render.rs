use crate::cx::{Cx, RenderError, RenderService};
use crate::error::Result;
use crate::plugin::Manifest;
use crate::templates::{NavEntry, Site, TemplateSource, Templates, navigation};
use futures_util::FutureExt;
use futures_util::future::{BoxFuture, ready};
use serde_json::Value;
use std::collections::BTreeMap;

/// The templates of plugins, with the layout of a host and none of an operator.
#[derive(Debug)]
pub struct FakeRender {
    of_plugins: BTreeMap<&'static str, Templates>,
    site: Site,
}

impl FakeRender {
    /// Takes the templates of plugins.
    pub fn new(plugins: &[&'static Manifest]) -> Self {
        let templates =
            |plugin: &&'static Manifest| (plugin.id, Templates::new(TemplateSource::of_plugin(plugin)));
        let nav: Vec<NavEntry> = plugins.iter().flat_map(|plugin| navigation(plugin)).collect();
        Self { of_plugins: plugins.iter().map(templates).collect(), site: Site::new("Hookwire", "", &nav) }
    }

    fn fill(&self, plugin: &str, name: &str, values: &Value) -> Result<String, RenderError> {
        let unknown = || RenderError::Unknown(format!("`{plugin}` has no templates"));
        self.of_plugins.get(plugin).ok_or_else(unknown)?.render(name, values, &self.site)
    }
}

impl RenderService<Cx> for FakeRender {
    fn render<'a>(&'a self, name: &'a str, values: Value, cx: &'a Cx) -> BoxFuture<'a, Result<String>> {
        ready(self.fill(cx.plugin(), name, &values).map_err(Into::into)).boxed()
    }
}
