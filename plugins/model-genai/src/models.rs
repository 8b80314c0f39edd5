use crate::config::Config;
use crate::error::OpenError;
use crate::genai::{GenaiModel, Providers, SignatureCache};
use crate::http;
use crate::openai::{OpenAiModel, Servers};
use hookwire::model::Model;
use hookwire::{Result, plugin};
use std::sync::{Arc, OnceLock};

/// The plugin `model-genai`.
#[derive(Debug)]
pub struct ModelGenai {
    config: Config,
    servers: Servers,
    providers: Providers,
    /// Shared by all models, because a model is opened anew for each question.
    signatures: Arc<SignatureCache>,
    /// Created when the first model is opened, because reading the root certificates takes time.
    client: OnceLock<reqwest::Client>,
}

/// Opens the models of every provider that `genai` knows, and of any server that speaks OpenAI's protocol.
#[plugin(id = "model-genai", name = "Models", capabilities = [net, env])]
impl ModelGenai {
    #[init]
    fn new(config: Config) -> Result<Self> {
        let servers = Servers::new(&config)?;
        let providers = Providers::new(&config)?;
        Ok(Self { config, servers, providers, signatures: Arc::default(), client: OnceLock::new() })
    }

    /// Opens `openai/<server>/<model>` of a configured server, or `openai/<model>` of the server that `OPENAI_BASE_URL`
    /// names.
    #[model("openai")]
    fn openai(&self, name: &str) -> Result<Arc<dyn Model>> {
        let (server, model) = self.servers.find(name)?;
        Ok(Arc::new(OpenAiModel::new(self.client()?, server, model, &self.config)))
    }

    /// Opens `genai/<model>`. The provider is known by the model's name, or named as in `genai/groq::<model>`.
    #[model("genai")]
    fn genai(&self, name: &str) -> Result<Arc<dyn Model>> {
        let client = self.client()?;
        Ok(Arc::new(GenaiModel::new(client, &self.providers, name, &self.signatures, &self.config)?))
    }
}

impl ModelGenai {
    fn client(&self) -> Result<reqwest::Client, OpenError> {
        if let Some(client) = self.client.get() {
            return Ok(client.clone());
        }
        let client = http::client(self.config.connect_timeout.0)?;
        Ok(self.client.get_or_init(|| client).clone())
    }
}
