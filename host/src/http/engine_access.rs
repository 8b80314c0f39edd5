//! The functions through which the routes reach the engine's running messages and its data folder.

use crate::agent::{Engine, Feed};
use crate::attachments::{self, Attachments};
use crate::store::{Session, StoreError};
use hookwire::cx::{Cancel, RequestKind};
use std::sync::atomic::Ordering;

/// Returns the feeds of the messages of a session that are being answered or wait for that, in their order.
pub(crate) fn running_feeds(engine: &Engine, session: &str) -> Vec<Feed> {
    engine.feeds.of_session(session)
}

/// Returns the feed of a session that has an id, also if it ended a moment ago.
pub(crate) fn feed_by_id(engine: &Engine, session: &str, id: &str) -> Option<Feed> {
    engine.feeds.marked(session, id)
}

/// Returns whether the engine takes no messages any more.
pub(crate) fn is_stopping(engine: &Engine) -> bool {
    engine.stopping.load(Ordering::SeqCst)
}

/// Returns the number of messages that are being answered or wait for that.
pub(crate) fn open_messages(engine: &Engine) -> u32 {
    *engine.open.borrow()
}

/// Closes a session in its owner's name.
pub(crate) async fn close_session(engine: &Engine, session: &Session) -> Result<bool, StoreError> {
    let identity = engine.identity_of(RequestKind::Chat, session);
    let cx = engine.cx(identity, Cancel::default(), None);
    engine.close(&session.id, false, &cx).await
}

/// Deletes a session with everything that belongs to it, its files included.
pub(crate) async fn delete_session(engine: &Engine, session: &str) -> Result<bool, StoreError> {
    attachments::delete(&**engine.store(), engine.options().store.data.as_deref(), session).await
}

/// Returns the folder of all attachments, if the host has a data folder.
pub(crate) fn attachments(engine: &Engine) -> Option<Attachments> {
    Attachments::of(engine.options().store.data.as_deref())
}
