use super::location::Location;
use super::{postgres, sqlite};
use hookwire_engine::store::{Memory, Store, StoreError, StoreResult};
use std::sync::Arc;

/// Opens a store for the one host that writes to it, and migrates its schema.
///
/// Fails with [`StoreError::InUse`] while another host has it open.
pub async fn open(location: &Location) -> StoreResult<Arc<dyn Store>> {
    Ok(match location {
        Location::Memory => Arc::new(Memory::default()),
        Location::Folder(folder) => Arc::new(sqlite::open(folder).await?),
        Location::Url(url) => Arc::new(postgres::open(url).await?),
    })
}

/// Opens a store for a small change, also beside the host that has it open; its schema stays as it is then.
pub async fn open_shared(location: &Location) -> StoreResult<Arc<dyn Store>> {
    match (open(location).await, location) {
        (Err(StoreError::InUse { .. }), Location::Folder(folder)) => {
            Ok(Arc::new(sqlite::open_shared(folder).await?))
        }
        (Err(StoreError::InUse { .. }), Location::Url(url)) => {
            Ok(Arc::new(postgres::open_shared(url).await?))
        }
        (opened, _) => opened,
    }
}

/// Opens a store to read it, also beside the host that has it open. Every change fails with
/// [`StoreError::ReadOnly`].
pub async fn open_read_only(location: &Location) -> StoreResult<Arc<dyn Store>> {
    Ok(match location {
        Location::Memory => return Err(StoreError::Nothing("memory".to_owned())),
        Location::Folder(folder) => Arc::new(sqlite::open_read_only(folder).await?),
        Location::Url(url) => Arc::new(postgres::open_read_only(url).await?),
    })
}
