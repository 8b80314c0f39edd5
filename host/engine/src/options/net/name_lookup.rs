use async_trait::async_trait;
use std::fmt;
use std::io;
use std::net::IpAddr;
use tokio::net::lookup_host;

/// The lookup of the addresses of a host by its name, for the requests of plugins.
#[async_trait]
pub trait NameLookup: Send + Sync + fmt::Debug {
    /// Returns the addresses of a host.
    async fn lookup(&self, host: &str) -> io::Result<Vec<IpAddr>>;
}

/// The lookup of the machine.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemLookup;

#[async_trait]
impl NameLookup for SystemLookup {
    async fn lookup(&self, host: &str) -> io::Result<Vec<IpAddr>> {
        Ok(lookup_host((host, 0)).await?.map(|address| address.ip()).collect())
    }
}
