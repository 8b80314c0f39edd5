use super::super::HumanDuration;
use super::address_range::AddressRange;
use super::host_pattern::HostPattern;
use super::proxy_url::ProxyUrl;
use hookwire::Registry;
use hookwire::config::Problem;
use hookwire::suggest::unknown;
use schemars::JsonSchema;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::time::Duration;

/// What plugins may ask over HTTP, and how much of it: `[net]`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct NetOptions {
    /// The time for a request and all of its answer, where the plugin names none.
    pub timeout: HumanDuration,
    /// The most time that a plugin may name for a request and all of its answer.
    pub max_timeout: HumanDuration,
    /// The time after which a request is given up if nothing comes.
    pub idle_timeout: HumanDuration,
    /// The most bytes that the body of a request may have.
    pub request_bytes: u64,
    /// The most bytes that the body of an answer may have, after decompression.
    pub answer_bytes: u64,
    /// The most redirects that are followed; with 0, a redirect is the answer.
    pub redirects: u32,
    /// The most requests that one plugin may have on their way at once; further ones are refused.
    pub requests: u32,
    /// The proxy that is asked in the place of every host; without it none is, whatever the environment says. It looks
    /// names up itself: to refuse the private addresses behind them is its work.
    pub proxy: Option<ProxyUrl>,
    /// What single plugins may ask, by the plugin's id.
    pub plugins: BTreeMap<String, PluginNet>,
}

/// What one plugin may ask over HTTP: `[net.plugins.<id>]`.
#[derive(Debug, Clone, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct PluginNet {
    /// The hosts it may ask, `"api.example.com"`, or `"*.example.com"` for all below one; any, if absent.
    pub hosts: Option<Vec<HostPattern>>,
    /// The addresses that are not public and that it may ask: `"127.0.0.1"`, `"10.1.0.0/16"`.
    pub private: Vec<AddressRange>,
}

impl Default for NetOptions {
    fn default() -> Self {
        Self {
            timeout: HumanDuration(Duration::from_secs(30)),
            max_timeout: HumanDuration(Duration::from_mins(10)),
            idle_timeout: HumanDuration(Duration::from_mins(1)),
            request_bytes: 10 << 20,
            answer_bytes: 10 << 20,
            redirects: 5,
            requests: 8,
            proxy: None,
            plugins: BTreeMap::new(),
        }
    }
}

impl NetOptions {
    /// Returns a problem for each plugin that does not exist.
    pub(in super::super) fn check_plugins(&self, registry: &Registry) -> Vec<Problem> {
        let absent = self.plugins.keys().filter(|id| !registry.knows(id));
        let problem = |id: &String| {
            let known = registry.plugins().iter().map(|plugin| plugin.id);
            Problem::new(vec!["net".into(), "plugins".into(), id.clone()], unknown("plugin", id, known))
        };
        absent.map(problem).collect()
    }
}
