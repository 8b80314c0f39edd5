use crate::error::StaticText;

/// The error that the host lacks a service.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[cfg_attr(feature = "remote", derive(serde::Serialize, serde::Deserialize))]
#[error("{refusal}: this host {lacks}")]
#[non_exhaustive]
pub struct MissingService {
    /// The service, by its name in [`ServiceSet`](super::ServiceSet).
    #[cfg_attr(feature = "remote", serde(deserialize_with = "crate::error_parts::interned"))]
    pub service: StaticText,
    refusal: String,
    #[cfg_attr(feature = "remote", serde(deserialize_with = "crate::error_parts::interned"))]
    lacks: StaticText,
}

impl MissingService {
    pub(crate) fn tools(tool: &str) -> Self {
        let refusal = format!("`{tool}` cannot be called");
        Self { service: "tools", refusal, lacks: "calls no tools for plugins" }
    }

    pub(crate) fn http(host: &str) -> Self {
        let refusal = format!("`{host}` cannot be asked");
        Self { service: "http", refusal, lacks: "sends no HTTP requests for plugins" }
    }

    pub(crate) fn dir() -> Self {
        Self { service: "dir", refusal: "files cannot be kept".into(), lacks: "keeps none for plugins" }
    }

    pub(crate) fn tasks(name: &str) -> Self {
        let refusal = format!("the task `{name}` cannot begin");
        Self { service: "tasks", refusal, lacks: "runs none for plugins" }
    }

    pub(crate) fn kv() -> Self {
        Self { service: "kv", refusal: "values cannot be kept".into(), lacks: "keeps none for plugins" }
    }

    pub(crate) fn send() -> Self {
        Self { service: "send", refusal: "a message cannot be sent".into(), lacks: "sends none for plugins" }
    }

    pub(crate) fn sessions() -> Self {
        Self { service: "sessions", refusal: "sessions cannot be seen".into(), lacks: "shows plugins none" }
    }

    pub(crate) fn schedules() -> Self {
        let refusal = "schedules cannot be kept".into();
        Self { service: "schedules", refusal, lacks: "keeps none for plugins" }
    }

    pub(crate) fn render(template: &str) -> Self {
        let refusal = format!("the template `{template}` cannot be filled in");
        Self { service: "render", refusal, lacks: "has no templates for plugins" }
    }

    pub(crate) fn models(model: &str) -> Self {
        let refusal = format!("`{model}` cannot be asked");
        Self { service: "models", refusal, lacks: "asks no models for plugins" }
    }
}
