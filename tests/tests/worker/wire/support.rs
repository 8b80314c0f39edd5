use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use hookwire_worker::wire::{Peer, PeerService, Request, Response, Violation, WireError, WireLimits};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream};
use tokio::task::JoinHandle;

pub(super) type Answer = Result<Response, Vec<u8>>;

/// A service that is a closure and keeps the notes.
pub(super) struct Service {
    answer: Box<dyn Fn(u64, Request) -> BoxFuture<'static, Answer> + Send + Sync>,
    pub notes: Mutex<Vec<Vec<u8>>>,
}

impl Service {
    pub(super) fn new<F>(answer: impl Fn(u64, Request) -> F + Send + Sync + 'static) -> Arc<Self>
    where
        F: Future<Output = Answer> + Send + 'static,
    {
        let answer = Box::new(move |id, request| answer(id, request).boxed());
        Arc::new(Self { answer, notes: Mutex::default() })
    }
}

impl PeerService for Service {
    fn answer(&self, id: u64, request: Request) -> BoxFuture<'static, Answer> {
        (self.answer)(id, request)
    }

    fn note(&self, body: Vec<u8>) {
        self.notes.lock().expect("no panic under it").push(body);
    }
}

/// Answers with what it is given.
pub(super) fn echo() -> Arc<Service> {
    Service::new(|_, request| async { Ok(Response { body: request.body, stream: request.stream }) })
}

/// Never answers.
pub(super) fn mute() -> Arc<Service> {
    Service::new(|_, _| std::future::pending())
}

/// Limits that tests change one field of.
pub(super) fn limits(change: impl FnOnce(&mut WireLimits)) -> WireLimits {
    let mut limits = WireLimits::default();
    change(&mut limits);
    limits
}

/// One side of a connection, on a task.
pub(super) struct Side {
    pub peer: Peer,
    pub driver: JoinHandle<WireError>,
}

pub(super) fn side(stream: DuplexStream, service: Arc<Service>, limits: WireLimits) -> Side {
    let (reader, writer) = tokio::io::split(stream);
    let (peer, driver) = Peer::start(reader, writer, service, limits);
    Side { peer, driver: tokio::spawn(driver) }
}

/// Two sides, of which the second one answers by the service.
pub(super) fn pair(service: Arc<Service>, near: WireLimits, far: WireLimits) -> (Side, Side) {
    let (one, other) = tokio::io::duplex(64 << 10);
    (side(one, mute(), near), side(other, service, far))
}

/// One side, and the bare pipe in place of the other.
pub(super) fn bare(service: Arc<Service>, limits: WireLimits) -> (Side, DuplexStream) {
    let (one, other) = tokio::io::duplex(64 << 10);
    (side(one, service, limits), other)
}

pub(super) const REQUEST: u8 = 1;
pub(super) const ANSWER: u8 = 2;
pub(super) const FAILURE: u8 = 3;
pub(super) const REFUSAL: u8 = 4;
pub(super) const CANCEL: u8 = 5;
pub(super) const PING: u8 = 7;
pub(super) const PONG: u8 = 8;
pub(super) const PIECE: u8 = 9;
pub(super) const END: u8 = 10;
pub(super) const CREDIT: u8 = 12;
pub(super) const STOP: u8 = 13;

/// The bytes of a frame, after the table in the documentation of the module.
pub(super) fn frame(kind: u8, flags: u8, id: u64, extra: u64, body: &[u8]) -> Vec<u8> {
    let length = u32::try_from(body.len()).expect("a small body");
    let mut bytes = length.to_le_bytes().to_vec();
    bytes.extend([kind, flags, 0, 0]);
    bytes.extend(id.to_le_bytes());
    bytes.extend(extra.to_le_bytes());
    bytes.extend(body);
    bytes
}

#[derive(Debug, PartialEq, Eq)]
pub(super) struct Seen {
    pub kind: u8,
    pub flags: u8,
    pub id: u64,
    pub extra: u64,
    pub body: Vec<u8>,
}

pub(super) async fn read_frame(stream: &mut DuplexStream) -> Seen {
    let mut header = [0; 24];
    in_time(stream.read_exact(&mut header)).await.expect("a header");
    let number = |from: usize| u64::from_le_bytes(header[from..from + 8].try_into().expect("eight bytes"));
    let length = u32::from_le_bytes(header[0..4].try_into().expect("four bytes"));
    let mut body = vec![0; length as usize];
    in_time(stream.read_exact(&mut body)).await.expect("a body");
    Seen { kind: header[4], flags: header[5], id: number(8), extra: number(16), body }
}

pub(super) async fn send(stream: &mut DuplexStream, frame: &[u8]) {
    in_time(stream.write_all(frame)).await.expect("it is read");
}

/// No test waits for ever.
pub(super) async fn in_time<T>(future: impl Future<Output = T>) -> T {
    tokio::time::timeout(Duration::from_secs(20), future).await.expect("it comes to an end")
}

/// Waits until something is true.
pub(super) async fn until(what: &str, mut check: impl FnMut() -> bool) {
    for _ in 0..2000 {
        if check() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(2)).await;
    }
    panic!("never: {what}");
}

/// Waits for the end of a side and returns what the other one did wrong.
pub(super) async fn violation(side: Side) -> Violation {
    match in_time(side.driver).await.expect("no panic") {
        WireError::Protocol(violation) => violation,
        other => panic!("ended by {other}"),
    }
}
