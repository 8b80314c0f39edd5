use super::sql::{postgres, sqlite};
use super::{Memory, Result, Store, StoreError};
use hookwire::Secret;
use std::path::PathBuf;
use std::sync::Arc;

/// Where things are kept.
#[derive(Debug, Clone)]
pub enum At {
    /// Nowhere: what is kept goes with the process.
    Memory,
    /// In one file of a folder.
    Folder(PathBuf),
    /// In a PostgreSQL database: `postgres://user:password@host/name`.
    Url(Secret),
}

/// Opens a store for the one host that writes there, and brings its schema up to date.
pub async fn open(at: &At) -> Result<Arc<dyn Store>> {
    Ok(match at {
        At::Memory => Arc::new(Memory::default()),
        At::Folder(folder) => Arc::new(sqlite::open(folder).await?),
        At::Url(url) => Arc::new(postgres::open(url).await?),
    })
}

/// Opens a store for one small change, also beside the host that writes there; its schema stays as it is.
pub async fn join(at: &At) -> Result<Arc<dyn Store>> {
    match (open(at).await, at) {
        (Err(StoreError::InUse { .. }), At::Folder(folder)) => Ok(Arc::new(sqlite::join(folder).await?)),
        (Err(StoreError::InUse { .. }), At::Url(url)) => Ok(Arc::new(postgres::join(url).await?)),
        (opened, _) => opened,
    }
}

/// Opens a store to look at what is there, also beside a host that writes; nothing can be changed through it.
pub async fn look(at: &At) -> Result<Arc<dyn Store>> {
    Ok(match at {
        At::Memory => return Err(StoreError::Nothing("memory".to_owned())),
        At::Folder(folder) => Arc::new(sqlite::look(folder).await?),
        At::Url(url) => Arc::new(postgres::look(url).await?),
    })
}
