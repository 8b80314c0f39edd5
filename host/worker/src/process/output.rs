use crate::lock::lock;
use std::fmt;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::io::AsyncReadExt;
use tokio::net::unix::pipe;
use tokio::sync::Notify;
use tokio::time::{Instant, timeout};

/// The longest line that is given away whole; a longer one comes in pieces.
const LINE: usize = 8 * 1024;

/// How long a death waits for the last lines, which a program that outlives the worker could hold back.
const LAST_WORDS: Duration = Duration::from_millis(200);

/// One of the two streams that a worker prints to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stream {
    /// Standard output.
    Stdout,
    /// Standard error.
    Stderr,
}

/// Something that a worker printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Output<'a> {
    /// A line, without its end; bytes that are not UTF-8 are replaced.
    Line {
        /// Where it was printed.
        stream: Stream,
        /// The text.
        text: &'a str,
    },
    /// Bytes beyond what a worker may print in a second.
    Dropped {
        /// How many, since this was last told.
        bytes: u64,
    },
}

/// What takes the output of a worker; it must not block.
pub type OutputSink = Arc<dyn Fn(Output<'_>) + Send + Sync>;

/// The output of one worker: both streams, under one cap.
pub(super) struct OutputDrain {
    sink: OutputSink,
    window: Mutex<Window>,
    dropped: AtomicU64,
    open: AtomicUsize,
    closed: Notify,
}

/// The second that runs now.
struct Window {
    since: Instant,
    left: u64,
    dropped: u64,
    bytes_per_second: u64,
}

impl OutputDrain {
    /// Reads both pipes to their ends, in tasks of the runtime that this is called in.
    pub(super) fn start(
        streams: [(Stream, pipe::Receiver); 2],
        bytes_per_second: u64,
        sink: OutputSink,
    ) -> Arc<Self> {
        let window = Window { since: Instant::now(), left: bytes_per_second, dropped: 0, bytes_per_second };
        let drain = Arc::new(Self {
            sink,
            window: Mutex::new(window),
            dropped: AtomicU64::new(0),
            open: AtomicUsize::new(streams.len()),
            closed: Notify::new(),
        });
        for (stream, pipe) in streams {
            tokio::spawn(Arc::clone(&drain).read(stream, pipe));
        }
        drain
    }

    /// Returns how many bytes were dropped in all.
    pub(super) fn dropped(&self) -> u64 {
        self.dropped.load(Ordering::Relaxed)
    }

    /// Waits a moment for both ends.
    pub(super) async fn finish(&self) {
        let closed = async {
            loop {
                let notified = self.closed.notified();
                if self.open.load(Ordering::Acquire) == 0 {
                    return;
                }
                notified.await;
            }
        };
        // What is late is still told to the sink, only later.
        let _ = timeout(LAST_WORDS, closed).await;
    }

    async fn read(self: Arc<Self>, stream: Stream, mut pipe: pipe::Receiver) {
        let mut chunk = vec![0; 16 * 1024];
        let mut line = Vec::new();
        // An error is an end as well: nothing more comes from a pipe that cannot be read.
        while let Ok(read @ 1..) = pipe.read(&mut chunk).await {
            let taken = self.take(read);
            self.lines(stream, &mut line, &chunk[..taken]);
        }
        self.give(stream, &mut line);
        self.tell_dropped();
        if self.open.fetch_sub(1, Ordering::AcqRel) == 1 {
            self.closed.notify_waiters();
        }
    }

    /// Returns how many of these bytes fit into this second.
    fn take(&self, bytes: usize) -> usize {
        let mut window = lock(&self.window);
        if window.since.elapsed() >= Duration::from_secs(1) {
            let dropped = std::mem::take(&mut window.dropped);
            window.since = Instant::now();
            window.left = window.bytes_per_second;
            drop(window);
            self.say_dropped(dropped);
            window = lock(&self.window);
        }
        let wanted = bytes as u64;
        let taken = wanted.min(window.left);
        window.left -= taken;
        window.dropped += wanted - taken;
        self.dropped.fetch_add(wanted - taken, Ordering::Relaxed);
        usize::try_from(taken).unwrap_or(bytes)
    }

    fn tell_dropped(&self) {
        let dropped = std::mem::take(&mut lock(&self.window).dropped);
        self.say_dropped(dropped);
    }

    fn say_dropped(&self, bytes: u64) {
        if bytes > 0 {
            (self.sink)(Output::Dropped { bytes });
        }
    }

    fn lines(&self, stream: Stream, line: &mut Vec<u8>, mut bytes: &[u8]) {
        while !bytes.is_empty() {
            let room = LINE - line.len();
            let end = bytes.iter().take(room).position(|byte| *byte == b'\n');
            let (piece, skip) = end.map_or((room.min(bytes.len()), 0), |end| (end, 1));
            line.extend_from_slice(&bytes[..piece]);
            bytes = &bytes[piece + skip..];
            if end.is_some() || line.len() == LINE {
                self.give(stream, line);
            }
        }
    }

    fn give(&self, stream: Stream, line: &mut Vec<u8>) {
        if !line.is_empty() {
            (self.sink)(Output::Line { stream, text: &String::from_utf8_lossy(line) });
            line.clear();
        }
    }
}

impl fmt::Debug for OutputDrain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("OutputDrain").field("dropped", &self.dropped).finish_non_exhaustive()
    }
}
