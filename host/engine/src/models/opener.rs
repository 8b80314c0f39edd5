use super::OpenError;
use crate::options::SCRIPTED_MODEL;
use hookwire::Cx;
use hookwire::model::{Model, Script, Scripted};
use std::fmt;
use std::sync::Arc;

/// The models an agent can ask, opened by name.
#[derive(Clone)]
pub struct Models {
    script: Arc<Scripted>,
}

impl fmt::Debug for Models {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Models")
    }
}

impl Models {
    /// The name of the scripted model, which needs no key and no network.
    pub const SCRIPT: &str = SCRIPTED_MODEL;

    /// Creates the models; the scripted one plays `script`.
    pub fn new(script: Script) -> Self {
        Self { script: Arc::new(Scripted::new(script)) }
    }

    /// Opens a model: `script`, or `provider/name`.
    pub(crate) async fn open(&self, name: &str, cx: &Cx) -> Result<Arc<dyn Model>, OpenError> {
        if name == Self::SCRIPT {
            return Ok(Arc::clone(&self.script) as Arc<dyn Model>);
        }
        let wiring = cx.wired().unwrap_or_default();
        let unknown = || OpenError::Unknown {
            name: name.to_owned(),
            providers: wiring.models().map(|(decl, _)| decl.name).collect(),
        };
        let (provider, model) = name.split_once('/').ok_or_else(unknown)?;
        let opened = wiring.model(provider, model, cx).await.ok_or_else(unknown)?;
        opened.map_err(|source| OpenError::Failed { name: name.to_owned(), why: source.to_string() })
    }
}
