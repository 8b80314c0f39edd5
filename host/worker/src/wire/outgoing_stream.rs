use super::error::WireError;
use super::frame_writer::{Flush, FrameWriter};
use super::header::{Header, Kind};
use super::incoming_stream::PIECE_BYTES;
use super::stream_key::StreamKey;
use crate::lock::lock;
use futures_util::StreamExt;
use hookwire::remote::{ByteStream, RemoteError, encode};
use std::collections::HashMap;
use std::future::poll_fn;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};

/// The sending halves of the streams of a connection.
#[derive(Default)]
pub(super) struct OutgoingStreams {
    table: Mutex<Table>,
}

#[derive(Default)]
struct Table {
    open: HashMap<StreamKey, Arc<Permission>>,
    closed: bool,
}

/// What the other side allows to be sent of a stream.
#[derive(Default)]
pub(super) struct Permission {
    state: Mutex<PermissionState>,
}

#[derive(Default)]
struct PermissionState {
    credit: i64,
    stopped: bool,
    sender: Option<Waker>,
}

impl OutgoingStreams {
    /// Adds a stream, of which nothing may be sent yet.
    pub(super) fn open(&self, key: StreamKey) -> Arc<Permission> {
        let permission = Arc::<Permission>::default();
        let mut table = lock(&self.table);
        if table.closed {
            permission.stop();
        } else {
            table.open.insert(key, Arc::clone(&permission));
        }
        permission
    }

    /// Allows more of a stream. It may have ended meanwhile.
    pub(super) fn credit(&self, key: StreamKey, bytes: u64) {
        let permission = lock(&self.table).open.get(&key).cloned();
        if let Some(permission) = permission {
            permission.change(|state| {
                state.credit = state.credit.saturating_add(i64::try_from(bytes).unwrap_or(i64::MAX));
            });
        }
    }

    /// Stops a stream: what gives its pieces is dropped.
    pub(super) fn stop(&self, key: StreamKey) {
        let permission = lock(&self.table).open.remove(&key);
        if let Some(permission) = permission {
            permission.stop();
        }
    }

    /// Stops a stream and tells the other side, whose reader may be anywhere.
    pub(super) fn abandon(&self, key: StreamKey, why: &str, writer: &FrameWriter) {
        let permission = lock(&self.table).open.remove(&key);
        if let Some(permission) = permission {
            permission.stop();
            let body = encode(&RemoteError::Lost { why: why.to_owned() }).unwrap_or_default();
            writer.push_control(Header::new(Kind::StreamFailure, key.id).flags(key.flags()), &body);
        }
    }

    /// Stops all of them.
    pub(super) fn close(&self) {
        let open = {
            let mut table = lock(&self.table);
            table.closed = true;
            std::mem::take(&mut table.open)
        };
        for permission in open.into_values() {
            permission.stop();
        }
    }

    /// Sends a stream until it ends, fails, or is stopped. A piece is asked for only when it may be sent.
    pub(super) async fn send(
        &self,
        key: StreamKey,
        permission: &Permission,
        mut stream: ByteStream,
        writer: &FrameWriter,
        most_bytes: usize,
    ) {
        // Without effect where the stream has had its end.
        let _abandoned = Abandon { streams: self, key, writer };
        let header = |kind| Header::new(kind, key.id).flags(key.flags());
        let failure = loop {
            let next = poll_fn(|cx| {
                let allowed = permission.poll(cx);
                match allowed {
                    Poll::Ready(Allowed::Stopped) => Poll::Ready(None),
                    Poll::Ready(Allowed::More) => stream.poll_next_unpin(cx).map(Some),
                    Poll::Pending => Poll::Pending,
                }
            });
            match next.await {
                None => return,
                Some(None) => break None,
                Some(Some(Err(error))) => break Some(error),
                Some(Some(Ok(piece))) if piece.len() > most_bytes => {
                    break Some(too_large(piece.len(), most_bytes));
                }
                Some(Some(Ok(piece))) => {
                    permission.spend(piece.len() + PIECE_BYTES);
                    let sent = writer.send(&piece, || (header(Kind::Piece), Flush::Soon)).await;
                    if sent.is_err() {
                        return;
                    }
                }
            }
        };
        // What gave the pieces may hold much; it has done its part.
        drop(stream);
        if let Err(_ended) = send_end(writer, header, failure, most_bytes).await {
            return;
        }
        lock(&self.table).open.remove(&key);
    }
}

/// Gives a stream an end when what sends it is dropped, or unwinds by a panic of its source.
struct Abandon<'a> {
    streams: &'a OutgoingStreams,
    key: StreamKey,
    writer: &'a FrameWriter,
}

impl Drop for Abandon<'_> {
    fn drop(&mut self) {
        self.streams.abandon(self.key, "what gave its pieces was dropped before its end", self.writer);
    }
}

async fn send_end(
    writer: &FrameWriter,
    header: impl Fn(Kind) -> Header,
    failure: Option<RemoteError>,
    most_bytes: usize,
) -> Result<(), WireError> {
    let Some(error) = failure else {
        return writer.send(&[], || (header(Kind::End), Flush::Soon)).await;
    };
    let body = match encode(&error) {
        Ok(body) if body.len() <= most_bytes => body,
        Ok(body) => encode(&too_large(body.len(), most_bytes)).unwrap_or_default(),
        Err(error) => encode(&error).unwrap_or_default(),
    };
    writer.send(&body, || (header(Kind::StreamFailure), Flush::Soon)).await
}

fn too_large(bytes: usize, most: usize) -> RemoteError {
    let why = format!("a piece of a stream has {bytes} bytes, where {most} are allowed; send smaller ones");
    RemoteError::Protocol { why }
}

enum Allowed {
    More,
    Stopped,
}

impl Permission {
    /// Waits for a permission, or for the stop, also while there is a permission.
    fn poll(&self, cx: &mut Context<'_>) -> Poll<Allowed> {
        let mut state = lock(&self.state);
        if state.stopped {
            return Poll::Ready(Allowed::Stopped);
        }
        state.sender = Some(cx.waker().clone());
        if state.credit > 0 { Poll::Ready(Allowed::More) } else { Poll::Pending }
    }

    fn spend(&self, bytes: usize) {
        lock(&self.state).credit -= i64::try_from(bytes).unwrap_or(i64::MAX);
    }

    fn stop(&self) {
        self.change(|state| state.stopped = true);
    }

    fn change(&self, change: impl FnOnce(&mut PermissionState)) {
        let mut state = lock(&self.state);
        change(&mut state);
        let sender = state.sender.take();
        drop(state);
        if let Some(sender) = sender {
            sender.wake();
        }
    }
}
