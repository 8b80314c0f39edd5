//! The bridge between a rig agent and plugins of Hookwire.
//!
//! [`Hooks::agent`] begins an agent whose model is asked through `model.before`, `model.wrap` and `model.after`;
//! [`Hooks::tool`] makes a tool whose calls go through `tool.before`, `tool.gate`, `tool.wrap` and `tool.after`. What it
//! takes is `src/bin/hooked.rs` against `src/bin/plain.rs`.
//!
//! A gate holds for the tools that went through [`Hooks::tool`], and a model hook for the model that went through
//! [`Hooks::agent`]. Limits: a call that only a human could allow is denied; a streamed answer comes in one piece; a hook
//! at `model.before` that adds or removes messages, and one at `tool.after` that ends the turn, get an error.

mod model;
mod request;
mod response;
mod tool;

use hookwire::cx::{Cancel, Identity};
use hookwire::live::{Settings, StartError, Wiring};
use hookwire::{Cx, Plugins, Registry, Role};
use model::HookedModel;
use rig_agent::agent::AgentBuilder;
use rig_core::DynModel;
use rig_core::operation::Completion;
use rig_core::tool::{DynamicTool, Tool};
use serde_json::Value;

/// The name under which an agent finds the model that it was made with.
const DEFAULT_MODEL: &str = "default";

/// The points that the bridge fires.
pub const POINTS: [&str; 8] = [
    "model.before",
    "model.wrap",
    "model.after",
    "tool.before",
    "tool.gate",
    "tool.wrap",
    "tool.after",
    "plugin.fault",
];

/// Plugins that run, for one agent and one conversation.
#[derive(Debug, Clone)]
pub struct Hooks {
    plugins: Plugins,
    wiring: Wiring,
    cx: Cx,
}

impl Hooks {
    /// Starts plugins; `config` has the section of each, by its id.
    pub async fn start(registry: Registry, config: Value) -> Result<Self, StartError> {
        let sections = config.as_object().cloned().unwrap_or_default();
        let sections = sections.into_iter().map(|(id, section)| (id, section.into())).collect();
        let settings = Settings { sections, ..Settings::default() };
        Ok(Self::of(Plugins::of(registry).settings(settings).start().await?, "rig"))
    }

    /// Takes plugins that run already; `agent` is the name by which they know the agent.
    pub fn of(plugins: Plugins, agent: &str) -> Self {
        let wiring = plugins.wiring(agent, Role::Lead);
        let cx = plugins.cx(Identity::agent(agent, Role::Lead), Cancel::default(), None);
        Self { plugins, wiring, cx }
    }

    /// Returns the plugins.
    pub fn plugins(&self) -> &Plugins {
        &self.plugins
    }

    /// Begins an agent whose model is asked through the hooks. The model itself is not on the agent's bus.
    pub fn agent(&self, model: impl Into<DynModel<Completion>>) -> AgentBuilder {
        let model = model.into();
        let hooked = HookedModel::new(self.clone(), model.clone());
        AgentBuilder::named_model(DEFAULT_MODEL, model).model_route_handler(DEFAULT_MODEL, hooked)
    }

    /// Makes a tool whose calls go through the hooks.
    pub fn tool<T: Tool + 'static>(&self, tool: T) -> DynamicTool {
        tool::hooked(self.clone(), tool)
    }

    /// Stops the plugins.
    pub async fn stop(self) {
        self.plugins.stop().await;
    }
}
