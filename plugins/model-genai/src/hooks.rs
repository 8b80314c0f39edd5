use crate::compat::{self, Compat};
use crate::genai::{self, Genai};
use crate::{Config, OpenError, web};
use hookwire::model::Model;
use hookwire::{Result, plugin};
use std::sync::{Arc, OnceLock};

/// Opens models.
#[derive(Debug)]
pub struct ModelGenai {
    config: Config,
    servers: compat::Servers,
    providers: genai::Providers,
    /// Of all models: a new one is opened for each question.
    thoughts: Arc<genai::Thoughts>,
    /// Made when the first model is opened: reading the root certificates takes its time.
    web: OnceLock<reqwest::Client>,
}

/// Brings real models: those of every provider that `genai` knows, and those of any server that speaks OpenAI's protocol.
#[plugin(id = "model-genai", name = "Models", capabilities = [net, env])]
impl ModelGenai {
    #[init]
    fn new(config: Config) -> Result<Self> {
        let servers = compat::Servers::new(&config)?;
        let providers = genai::Providers::new(&config)?;
        Ok(Self { config, servers, providers, thoughts: Arc::default(), web: OnceLock::new() })
    }

    /// Opens `openai/<server>/<model>` of a configured server, or `openai/<model>` of the one that `OPENAI_BASE_URL`
    /// names.
    #[model("openai")]
    fn openai(&self, name: &str) -> Result<Arc<dyn Model>> {
        let (server, model) = self.servers.find(name)?;
        Ok(Arc::new(Compat::new(self.web()?, server, model, &self.config)))
    }

    /// Opens `genai/<model>`: its provider is known by the model's name, or named as in `genai/groq::<model>`.
    #[model("genai")]
    fn genai(&self, name: &str) -> Result<Arc<dyn Model>> {
        Ok(Arc::new(Genai::new(self.web()?, &self.providers, name, &self.thoughts, &self.config)?))
    }
}

impl ModelGenai {
    fn web(&self) -> Result<reqwest::Client, OpenError> {
        if let Some(web) = self.web.get() {
            return Ok(web.clone());
        }
        let made = web::client(self.config.connect_timeout.0)?;
        Ok(self.web.get_or_init(|| made).clone())
    }
}
