use crate::config::Config;
use crate::error::OpenError;
use crate::url;
use genai::adapter::AdapterKind;
use genai::resolver::{AuthData, Endpoint, ProviderConfig};
use hookwire::{Secret, suggest};
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::env;
use std::fmt;

/// The keys and endpoints of the configuration, by the names that `genai` gives to providers.
#[derive(Default)]
pub(crate) struct Providers(BTreeMap<String, Provider>);

/// The key and endpoint of one provider.
struct Provider {
    kind: AdapterKind,
    key: Option<Secret>,
    endpoint: Option<String>,
}

impl Providers {
    /// Checks the keys and endpoints of the configuration.
    pub(crate) fn new(config: &Config) -> Result<Self, OpenError> {
        let mut providers = Self::default();
        for (name, key) in &config.keys {
            let key = Secret::new(key.expose().trim());
            if reqwest::header::HeaderValue::try_from(key.expose()).is_err() {
                return Err(OpenError::Key(format!("`keys.{name}`")));
            }
            providers.entry("keys", name)?.key = Some(key);
        }
        for (name, url) in &config.endpoints {
            // `genai` needs a base that ends in a slash.
            let base = url::append(url::base_url(&format!("`endpoints.{name}`"), url)?, &[""]);
            providers.entry("endpoints", name)?.endpoint = Some(base.into());
        }
        Ok(providers)
    }

    /// Returns the provider of a name, which is added if it is not there.
    fn entry(&mut self, setting: &'static str, name: &str) -> Result<&mut Provider, OpenError> {
        let kind = AdapterKind::from_lower_str(name).ok_or_else(|| unknown(setting, name))?;
        Ok(match self.0.entry(name.to_owned()) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(entry) => entry.insert(Provider { kind, key: None, endpoint: None }),
        })
    }

    fn get(&self, kind: AdapterKind) -> Option<&Provider> {
        self.0.values().find(|provider| provider.kind == kind)
    }

    /// Returns an error if the provider of a model needs a key and there is none.
    pub(super) fn check_key(&self, model: &str, kind: AdapterKind) -> Result<(), OpenError> {
        let Some(variable) = kind.default_key_env_name() else { return Ok(()) };
        let known =
            self.get(kind).is_some_and(|provider| provider.key.is_some() || provider.endpoint.is_some());
        if known || env::var(variable).is_ok_and(|key| !key.trim().is_empty()) {
            return Ok(());
        }
        let name = kind.as_lower_str();
        let cure = format!("{variable}, or `{name}` in `[plugins.model-genai.keys]`");
        Err(OpenError::NoKey { provider: format!("genai/{model}"), cure })
    }

    /// Creates a client for one provider.
    pub(super) fn client(
        &self,
        http: reqwest::Client,
        kind: AdapterKind,
    ) -> Result<genai::Client, OpenError> {
        let mut builder = genai::Client::builder().with_reqwest(http);
        if let Some(provider) = self.get(kind) {
            builder = builder.append_provider_config(kind, provider.config());
        }
        builder.build().map_err(|error| OpenError::Http(error.to_string()))
    }
}

impl Provider {
    fn config(&self) -> ProviderConfig {
        let mut config = ProviderConfig::default();
        if let Some(endpoint) = &self.endpoint {
            config = config.with_endpoint(Endpoint::from_owned(&**endpoint));
        }
        let variable = self.kind.default_key_env_name().filter(|variable| env::var(variable).is_ok());
        match (&self.key, variable) {
            (Some(key), _) => config.with_auth(AuthData::from_single(key.expose())),
            // A server of one's own may need no key, but `genai` does.
            (None, None) => config.with_auth(AuthData::from_single("")),
            (None, Some(_)) => config,
        }
    }
}

/// Returns the error for a provider that `genai` does not know.
fn unknown(setting: &'static str, name: &str) -> OpenError {
    let hint = suggest::hint(name, AdapterKind::all().iter().map(AdapterKind::as_lower_str));
    OpenError::Provider { setting, name: name.into(), hint }
}

impl fmt::Debug for Providers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}
