use super::connection::Connection;
use super::error::WireError;
use super::frame_writer::Flush;
use super::header::{HAS_STREAM, Header, Kind, Refusal};
use super::message::{Request, Response};
use super::permits::Permit;
use super::service::PeerService;
use super::stream_key::StreamKey;
use futures_util::FutureExt;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;

/// Answers a request of the other side on a task of its own.
pub(super) fn answer(
    connection: &Arc<Connection>,
    service: &Arc<dyn PeerService>,
    id: u64,
    request: Request,
    permit: Permit,
) {
    let task = run(Arc::clone(connection), Arc::clone(service), id, request, permit);
    connection.answers.add(id, || tokio::spawn(task).abort_handle());
}

async fn run(
    connection: Arc<Connection>,
    service: Arc<dyn PeerService>,
    id: u64,
    request: Request,
    _permit: Permit,
) {
    // The call itself is inside as well: it is the service's code.
    let answering = AssertUnwindSafe(async move { service.answer(id, request).await });
    let result = answering.catch_unwind().await;
    if connection.answers.take(id).is_none() {
        return;
    }
    // An error is that of the connection, which everybody hears who waits for it.
    let _ended = match result {
        Ok(Ok(response)) => send(&connection, id, response).await,
        Ok(Err(error)) => send_body(&connection, Header::new(Kind::Failure, id), &error).await,
        Err(payload) => {
            tracing::error!("answering a request panicked: {}", hookwire::panic::message(payload));
            connection.writer.push_control(Header::refusal(Refusal::Panicked, id), &[]);
            Ok(())
        }
    };
}

async fn send(connection: &Connection, id: u64, response: Response) -> Result<(), WireError> {
    let Response { body, stream } = response;
    let Some(stream) = stream.filter(|_| body.len() <= connection.limits.most_bytes) else {
        return send_body(connection, Header::new(Kind::Answer, id), &body).await;
    };
    let key = StreamKey { own: false, id };
    let mut permission = None;
    let header = Header::new(Kind::Answer, id).flags(HAS_STREAM);
    let open = || {
        permission = Some(connection.outgoing.open(key));
        (header, Flush::Now)
    };
    connection.writer.send(&body, open).await?;
    drop(body);
    if let Some(permission) = permission {
        let Connection { outgoing, writer, limits, .. } = connection;
        outgoing.send(key, &permission, stream, writer, limits.most_bytes).await;
    }
    Ok(())
}

async fn send_body(connection: &Connection, header: Header, body: &[u8]) -> Result<(), WireError> {
    if body.len() > connection.limits.most_bytes {
        let refusal = Header::refusal(Refusal::TooLarge, header.id).extra(body.len() as u64);
        connection.writer.push_control(refusal, &[]);
        return Ok(());
    }
    // Others that are being answered are likely to send as well: one write for all of them.
    let flush = if connection.permits.open() > 1 { Flush::Soon } else { Flush::Now };
    connection.writer.send(body, || (header, flush)).await
}
