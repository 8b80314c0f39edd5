use super::addresses::is_public;
use crate::options::{HostPattern, NetOptions, PluginNet};
use hookwire::cx::HttpError;
use reqwest::Url;
use std::net::IpAddr;

/// Whom one plugin may ask.
#[derive(Debug)]
pub(super) struct Access {
    plugin: &'static str,
    net: PluginNet,
}

impl Access {
    pub(super) fn new(plugin: &'static str, options: &NetOptions) -> Self {
        Self { plugin, net: options.plugins.get(plugin).cloned().unwrap_or_default() }
    }

    /// Checks what is known of a URL before its name is looked up: that of the request, and that of each redirect.
    pub(super) fn check_url(&self, url: &Url) -> Result<(), HttpError> {
        let wrong = |why: &str| Err(HttpError::Url { why: why.into() });
        if !matches!(url.scheme(), "http" | "https") {
            return wrong("it begins with http:// or https://");
        }
        if !url.username().is_empty() || url.password().is_some() {
            return wrong("it has a user before the host");
        }
        let Some(host) = url.host_str() else {
            return wrong("it has no host");
        };
        let is_named = |hosts: &Vec<HostPattern>| hosts.iter().any(|pattern| pattern.fits(host));
        if !self.net.hosts.as_ref().is_none_or(is_named) {
            return Err(HttpError::HostNotAllowed { plugin: self.plugin.into(), host: host.into() });
        }
        // The connector looks no address up, so that it is checked here.
        let literal = host.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
        match literal {
            Ok(address) if !self.allows(address) => Err(self.refusal(host, address)),
            _ => Ok(()),
        }
    }

    /// Returns whether an address may be connected to.
    pub(super) fn allows(&self, address: IpAddr) -> bool {
        let is_allowed = |address| self.net.private.iter().any(|range| range.contains(address));
        is_public(address) || is_allowed(address) || is_allowed(address.to_canonical())
    }

    /// Returns the error for an address that may not be connected to.
    pub(super) fn refusal(&self, host: &str, address: IpAddr) -> HttpError {
        HttpError::PrivateAddress { plugin: self.plugin.into(), host: host.into(), address }
    }
}
