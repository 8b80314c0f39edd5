//! The files of sessions in the host's data folder.

use hookwire_engine::Engine;
use hookwire_engine::attachments::{self, Attachments};
use hookwire_engine::store::StoreError;

/// Returns the folder of all attachments, if the host has a data folder.
pub(crate) fn attachments(engine: &Engine) -> Option<Attachments> {
    Attachments::of(engine.options().data.as_deref())
}

/// Deletes a session with everything that belongs to it, its files included.
pub(crate) async fn delete_session(engine: &Engine, session: &str) -> Result<bool, StoreError> {
    attachments::delete(&**engine.store(), engine.options().data.as_deref(), session).await
}
