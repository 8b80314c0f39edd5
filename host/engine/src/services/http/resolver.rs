use super::access::Access;
use crate::options::NameLookup;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

/// The lookup of names for the connections of one plugin: it gives the connector addresses that have passed the check.
#[derive(Debug)]
pub(super) struct CheckedResolver {
    pub(super) access: Arc<Access>,
    pub(super) lookup: Arc<dyn NameLookup>,
    /// The host of the proxy, which is the operator's choice.
    pub(super) proxy: Option<String>,
}

/// The error that a name leads to an address which may not be connected to.
#[derive(Debug, thiserror::Error)]
#[error("{address} is not public")]
pub(super) struct AddressRefused {
    pub(super) address: IpAddr,
}

impl Resolve for CheckedResolver {
    fn resolve(&self, name: Name) -> Resolving {
        let (access, lookup) = (Arc::clone(&self.access), Arc::clone(&self.lookup));
        let is_proxy = self.proxy.as_deref() == Some(name.as_str());
        Box::pin(async move {
            let addresses = lookup.lookup(name.as_str()).await?;
            if addresses.is_empty() {
                return Err(
                    io::Error::new(io::ErrorKind::NotFound, "there is no address of that name").into()
                );
            }
            // One that is private is enough: the others may be there to have it looked over.
            let refused = addresses.iter().copied().find(|address| !is_proxy && !access.allows(*address));
            if let Some(address) = refused {
                return Err(AddressRefused { address }.into());
            }
            // The port 0 stands for the one of the URL.
            Ok(Box::new(addresses.into_iter().map(|address| SocketAddr::new(address, 0))) as Addrs)
        })
    }
}
