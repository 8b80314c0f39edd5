use super::{
    ApprovalStore, BlobStore, InboxStore, PluginChangeStore, ScheduleStore, SessionStore, StoreBackend,
    TokenStore, ValueStore,
};
use std::fmt;

/// Everything that a host stores. Every type that implements the traits it consists of implements it.
pub trait Store:
    StoreBackend
    + SessionStore
    + InboxStore
    + ApprovalStore
    + ScheduleStore
    + TokenStore
    + BlobStore
    + ValueStore
    + PluginChangeStore
    + fmt::Debug
    + 'static
{
}

impl<S> Store for S where
    S: StoreBackend
        + SessionStore
        + InboxStore
        + ApprovalStore
        + ScheduleStore
        + TokenStore
        + BlobStore
        + ValueStore
        + PluginChangeStore
        + fmt::Debug
        + 'static
{
}
