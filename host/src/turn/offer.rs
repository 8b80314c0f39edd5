use super::{AgentRun, Stop, delegate, kept};
use hookwire::plugin::ToolDecl;
use hookwire::points::{Message, ToolOffer, ToolSelect, ToolSpec};
use serde_json::Value;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// The tools' descriptions, made once: a schema is code of a plugin.
#[derive(Debug, Default)]
pub(crate) struct Toolbox {
    specs: Mutex<HashMap<&'static str, ToolSpec>>,
    pub(super) schemas: super::schema::Schemas,
}

impl Toolbox {
    /// Returns the description of a tool, unless its schema cannot be made.
    fn spec(&self, decl: &'static ToolDecl) -> Option<ToolSpec> {
        let mut specs = self.specs.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(spec) = specs.get(decl.name) {
            return Some(spec.clone());
        }
        match decl.schema() {
            Ok(schema) => {
                let spec = ToolSpec::new(decl.name, decl.description, Value::from(schema));
                specs.insert(decl.name, spec.clone());
                Some(spec)
            }
            Err(error) => {
                tracing::warn!("the tool `{}` is not offered: {error}", decl.name);
                None
            }
        }
    }
}

impl AgentRun {
    /// Returns the tools the agent may call now.
    pub(crate) async fn offer(&self, messages: &[Message]) -> Result<Vec<ToolSpec>, Stop> {
        let allowed = self.wiring.tools().filter(|(decl, _)| self.profile.allows(decl.name));
        let mut tools: Vec<_> = allowed.filter_map(|(decl, _)| self.host.tools.spec(decl)).collect();
        if !self.profile.members.is_empty() && self.depth < self.profile.limits.depth {
            tools.push(delegate::spec(&self.profile.members));
        }
        if kept::is_in(messages) {
            tools.push(kept::spec());
        }
        let mut offer = ToolOffer::new(tools);
        self.wiring.fire::<ToolSelect>(&mut offer, &self.cx).await?;
        Ok(offer.tools)
    }
}
