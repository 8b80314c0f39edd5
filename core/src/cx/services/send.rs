use super::outbox_message::OutboxMessage;
use super::sessions::SessionRef;
use crate::error::Result;
use futures_util::future::BoxFuture;
use std::fmt;

/// The service that sends messages for plugins; `C` is the context, [`Cx`](crate::Cx).
pub trait SendService<C>: Send + Sync + fmt::Debug {
    /// Sends a message to a session within a scope, as one of the assistant's; `cx` is the plugin's own, one deeper.
    fn send<'a>(
        &'a self,
        session: SessionRef<'a>,
        message: OutboxMessage,
        cx: &'a C,
    ) -> BoxFuture<'a, Result<()>>;
}
