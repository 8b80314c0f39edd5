use crate::config::{Config, ServerConfig};
use crate::error::OpenError;
use crate::url;
use hookwire::Secret;
use reqwest::Url;
use reqwest::header::{AUTHORIZATION, HeaderMap, HeaderValue};
use std::collections::BTreeMap;
use std::env;
use std::fmt;
use std::sync::Arc;

/// The base URL of OpenAI itself.
const OPENAI_URL: &str = "https://api.openai.com/v1";

/// The servers of the configuration, by their names.
#[derive(Debug)]
pub(crate) struct Servers(BTreeMap<String, Arc<Server>>);

/// A server that speaks OpenAI's protocol: the URL to ask, and the key.
pub(crate) struct Server {
    pub(super) url: Url,
    pub(super) headers: HeaderMap,
    pub(super) key: Option<Secret>,
}

impl Servers {
    /// Checks the servers of the configuration.
    pub(crate) fn new(config: &Config) -> Result<Self, OpenError> {
        let server = |(name, server): (&String, &ServerConfig)| {
            let setting = format!("`servers.{name}.url`");
            let server = Server::new(&setting, &server.url, server.key.clone())?;
            Ok((name.clone(), Arc::new(server)))
        };
        config.servers.iter().map(server).collect::<Result<_, _>>().map(Self)
    }

    /// Returns the server that a name begins with and the rest of the name as the model; without a configured server,
    /// the server of the environment and the whole name.
    pub(crate) fn find(&self, name: &str) -> Result<(Arc<Server>, String), OpenError> {
        let named =
            name.split_once('/').and_then(|(server, model)| Some((server, self.0.get(server)?, model)));
        let (prefix, server, model) = match named {
            Some((server, found, model)) => (format!("openai/{server}/"), Arc::clone(found), model),
            None => ("openai/".into(), Arc::new(self.environment_server(name)?), name),
        };
        if model.trim().is_empty() {
            return Err(OpenError::NoModel(prefix));
        }
        Ok((server, model.into()))
    }

    /// Returns the server that `OPENAI_BASE_URL` names, or OpenAI itself if only its key is set.
    fn environment_server(&self, name: &str) -> Result<Server, OpenError> {
        let set = |name| env::var(name).ok().filter(|value| !value.trim().is_empty());
        let key = set("OPENAI_API_KEY").map(Secret::new);
        match (set("OPENAI_BASE_URL"), key) {
            (Some(url), key) => Server::new("`OPENAI_BASE_URL`", &url, key),
            (None, Some(key)) => Server::new(OPENAI_URL, OPENAI_URL, Some(key)),
            (None, None) => {
                Err(OpenError::NoKey { provider: format!("openai/{name}"), cure: self.key_hint() })
            }
        }
    }

    /// Says what can be set if there is no key.
    fn key_hint(&self) -> String {
        let table = "`[plugins.model-genai.servers.<name>]`";
        let names: Vec<_> = self.0.keys().map(|name| format!("`openai/{name}/..`")).collect();
        let known = match names.len() {
            0 => format!("name a server in {table}"),
            _ => format!("ask one of the servers in {table}: {}", names.join(", ")),
        };
        format!("OPENAI_API_KEY, or OPENAI_BASE_URL, or {known}")
    }
}

impl Server {
    fn new(setting: &str, url: &str, key: Option<Secret>) -> Result<Self, OpenError> {
        let url = url::append(url::base_url(setting, url)?, &["chat", "completions"]);
        let key = key.map(|key| Secret::new(key.expose().trim())).filter(|key| !key.expose().is_empty());
        let mut headers = HeaderMap::new();
        if let Some(key) = &key {
            let bearer = HeaderValue::try_from(format!("Bearer {}", key.expose()));
            let mut bearer = bearer.map_err(|_| OpenError::Key(setting.into()))?;
            bearer.set_sensitive(true);
            headers.insert(AUTHORIZATION, bearer);
        }
        Ok(Self { url, headers, key })
    }
}

impl fmt::Debug for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Server").field("host", &self.url.host_str()).finish_non_exhaustive()
    }
}
