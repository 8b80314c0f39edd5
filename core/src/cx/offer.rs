use super::context::Cx;
use super::services::DataService;
use std::path::PathBuf;

/// What a process that plugins run in has to know of the host's services before a plugin asks, as the answer cannot wait.
#[doc(hidden)]
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Offer {
    /// Whether the host sends HTTP requests for plugins.
    pub http: bool,
    /// Whether the host has a clock that is not the machine's.
    pub clock: bool,
    /// The folder of the host's own files.
    pub data: Option<PathBuf>,
}

impl Cx {
    /// Not public API. Returns what another process has to know of the services.
    #[doc(hidden)]
    pub fn offer(&self) -> Offer {
        let services = self.services();
        Offer {
            http: services.http.is_some(),
            clock: services.clock.is_some(),
            data: services.data.as_deref().map(DataService::folder).map(Into::into),
        }
    }
}
