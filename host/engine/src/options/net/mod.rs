//! What plugins may ask over HTTP: the section `[net]`.

mod address_range;
mod host_pattern;
mod name_lookup;
mod options;
mod proxy_url;

pub use address_range::AddressRange;
pub use host_pattern::HostPattern;
pub use name_lookup::{NameLookup, SystemLookup};
pub use options::{NetOptions, PluginNet};
pub use proxy_url::ProxyUrl;
