use super::answer::answer;
use super::ask::{Answer, Ask, Note};
use super::payload::unpack;
use super::rate::{AskLimit, LogLimit, cut};
use super::request::HostRequest;
use super::room::Room;
use crate::lock::lock;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use hookwire::Cx;
use hookwire::cx::Level;
use hookwire::remote::RemoteError;
use std::collections::BTreeMap;
use std::sync::atomic::AtomicUsize;
use std::sync::{Arc, Mutex};

/// The services of a host for one worker: the contexts that the worker works in, and how much it may ask.
#[derive(Debug)]
pub struct HostServices {
    limits: HostLimits,
    contexts: Mutex<Contexts>,
    asks: AskLimit,
    log: LogLimit,
    bytes: Arc<AtomicUsize>,
}

/// How much a worker may ask of its host.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct HostLimits {
    /// How many contexts it may hold: those of its calls, and those that its tasks keep.
    pub contexts: usize,
    /// How many questions it may ask a second.
    pub asks: u32,
    /// How many bytes a question may have, streams of HTTP bodies not counted: room for a file as large as may be.
    pub bytes: usize,
    /// How many bytes all questions may have that wait for their answers.
    pub bytes_at_once: usize,
}

impl Default for HostLimits {
    fn default() -> Self {
        Self { contexts: 4_096, asks: 1_000, bytes: (64 << 20) + (64 << 10), bytes_at_once: 160 << 20 }
    }
}

#[derive(Debug, Default)]
struct Contexts {
    last: u64,
    open: BTreeMap<u64, Cx>,
}

impl HostServices {
    /// Makes the services for a worker that has no context yet.
    pub fn new(limits: HostLimits) -> Self {
        Self {
            limits,
            contexts: Mutex::default(),
            asks: AskLimit::new(limits.asks),
            log: LogLimit::default(),
            bytes: Arc::default(),
        }
    }

    /// Takes the plugin's own context of a call, and returns the number by which the worker asks in it. It is kept until the
    /// worker [releases](Note::Released) it.
    pub fn open(&self, cx: &Cx) -> Result<u64, RemoteError> {
        let mut contexts = lock(&self.contexts);
        if contexts.open.len() >= self.limits.contexts {
            let message = format!(
                "`{}` holds {} contexts in its worker, the limit: let go of those that tasks keep",
                cx.plugin(),
                self.limits.contexts
            );
            return Err(RemoteError::Failed { message, causes: Vec::new() });
        }
        contexts.last += 1;
        let number = contexts.last;
        contexts.open.insert(number, cx.clone());
        Ok(number)
    }

    /// Lets go of a context whose number the worker never had: its call was not sent.
    pub fn close(&self, number: u64) {
        let gone = lock(&self.contexts).open.remove(&number);
        // Behind the lock: what plugins drop with it is theirs.
        drop(gone);
    }

    /// Returns the context of a number.
    pub fn context(&self, number: u64) -> Result<Cx, RemoteError> {
        let found = lock(&self.contexts).open.get(&number).cloned();
        found.ok_or_else(|| RemoteError::Forged { why: "it asks in a context that it does not have".into() })
    }

    /// Returns how many contexts the worker has.
    pub fn open_contexts(&self) -> usize {
        lock(&self.contexts).open.len()
    }

    /// Answers a question of the worker. Dropping the future gives up what it does.
    pub fn answer(
        self: &Arc<Self>,
        context: u64,
        ask: Ask,
    ) -> BoxFuture<'static, Result<Answer, RemoteError>> {
        let this = Arc::clone(self);
        async move { this.work(context, ask).await }.boxed()
    }

    async fn work(&self, context: u64, Ask { body, stream }: Ask) -> Result<Answer, RemoteError> {
        let cx = self.context(context)?;
        let HostLimits { asks, bytes, bytes_at_once, .. } = self.limits;
        if !self.asks.take() {
            let message = format!(
                "`{}` asks more than {asks} times a second of its host, the limit (`limits.host_calls`)",
                cx.plugin()
            );
            return Err(RemoteError::Failed { message, causes: Vec::new() });
        }
        let mut room = Room::within(bytes, bytes_at_once, &self.bytes);
        let (request, stream) = unpack::<HostRequest>(body, stream, &mut room).await?;
        answer(&cx, request, stream).await
    }

    /// Takes what the worker tells.
    pub fn note(&self, context: u64, note: Note) {
        let Ok(cx) = self.context(context) else { return };
        match note {
            Note::Log { level, mut message, left_out } => {
                cut(&mut message);
                if let Some(left_out) = self.log.take(message.len(), left_out) {
                    tell_left_out(&cx, left_out);
                    write(&cx, level, message);
                }
            }
            Note::Released { left_out } => {
                tell_left_out(&cx, left_out.saturating_add(self.log.take_left_out()));
                self.close(context);
            }
        }
    }
}

fn tell_left_out(cx: &Cx, lines: u64) {
    if lines > 0 {
        cx.warn(format!(
            "{lines} lines of this log were left out: a plugin in a worker writes at most {} lines and {} bytes a second",
            LogLimit::MOST_LINES,
            LogLimit::MOST_BYTES
        ));
    }
}

fn write(cx: &Cx, level: Level, message: String) {
    match level {
        Level::Info => cx.info(message),
        Level::Warn => cx.warn(message),
        Level::Error => cx.error(message),
    }
}
