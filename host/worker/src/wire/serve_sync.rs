use super::error::{Violation, WireError};
use super::frame_reader::FrameReader;
use super::header::{HEADER_BYTES, Header, Kind, Refusal};
use super::limits::WireLimits;
use super::message::Request;
use super::service::PeerService;
use super::statistics::Counters;
use futures_util::FutureExt;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use tokio::io::AsyncWriteExt;
use tokio::net::UnixStream;

/// Answers what a [`SyncCaller`](super::SyncCaller) asks, one request after the other, until the connection ends. Streams do not exist
/// here: what a service gives as one is dropped.
pub async fn serve_sync(stream: UnixStream, service: Arc<dyn PeerService>, limits: WireLimits) -> WireError {
    let (reader, mut writer) = stream.into_split();
    let mut frames = FrameReader::new(reader, &limits, Arc::<Counters>::default());
    let mut last = 0;
    let mut out = Vec::new();
    loop {
        let (header, body) = match frames.next().await {
            Ok(frame) => frame,
            Err(error) => return error,
        };
        if let Err(violation) = check(&header, last) {
            return violation.into();
        }
        last = header.id;
        let request = Request { parent: header.extra, body, stream: None };
        answer(&*service, header.id, request, limits.most_bytes, &mut out).await;
        if let Err(error) = writer.write_all(&out).await {
            return WireError::write(error);
        }
    }
}

fn check(header: &Header, last: u64) -> Result<(), Violation> {
    let Header { kind, flags, id, .. } = *header;
    if kind != Kind::Request || flags != 0 {
        return Err(Violation::Header { kind: kind as u8, why: "on the channel for plain requests" });
    }
    if id <= last {
        return Err(Violation::DuplicateId { id, last });
    }
    Ok(())
}

async fn answer(service: &dyn PeerService, id: u64, request: Request, most: usize, out: &mut Vec<u8>) {
    let answering = AssertUnwindSafe(async { service.answer(id, request).await });
    let (header, body) = match answering.catch_unwind().await {
        Ok(Ok(response)) => (Header::new(Kind::Answer, id), response.body),
        Ok(Err(error)) => (Header::new(Kind::Failure, id), error),
        Err(payload) => {
            tracing::error!("answering a request panicked: {}", hookwire::panic::message(payload));
            (Header::refusal(Refusal::Panicked, id), Vec::new())
        }
    };
    let (mut header, body) = if body.len() > most {
        (Header::refusal(Refusal::TooLarge, id).extra(body.len() as u64), Vec::new())
    } else {
        (header, body)
    };
    header.length = u32::try_from(body.len()).unwrap_or(u32::MAX);
    out.clear();
    out.reserve(HEADER_BYTES + body.len());
    out.extend_from_slice(&header.encode());
    out.extend_from_slice(&body);
}
