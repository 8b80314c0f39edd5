use std::io;
use tokio::signal::unix::{Signal, SignalKind, signal};

/// What a signal asks of the process.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Interruption {
    /// Ctrl-C: to stop what runs.
    Interrupt,
    /// Ctrl-C once more, with nothing typed between: to leave.
    Again,
    /// To end, or that the terminal is gone.
    Terminate,
}

/// The signals of the process, which no longer end it.
#[derive(Debug)]
pub struct Signals {
    interrupt: Signal,
    terminate: Signal,
    hangup: Signal,
    /// Whether the last thing that happened was a Ctrl-C.
    interrupted: bool,
}

impl Signals {
    /// Takes over the signals of the process.
    pub fn open() -> io::Result<Self> {
        Ok(Self {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
            hangup: signal(SignalKind::hangup())?,
            interrupted: false,
        })
    }

    /// Waits for the next signal.
    pub async fn next(&mut self) -> Interruption {
        tokio::select! {
            _ = self.interrupt.recv() => self.interrupt(),
            _ = self.terminate.recv() => Interruption::Terminate,
            _ = self.hangup.recv() => Interruption::Terminate,
        }
    }

    /// Counts a Ctrl-C, which at a prompt is a key and no signal; returns whether it is the second one.
    pub(super) fn interrupt(&mut self) -> Interruption {
        if std::mem::replace(&mut self.interrupted, true) {
            Interruption::Again
        } else {
            Interruption::Interrupt
        }
    }

    /// Makes the next Ctrl-C a first one.
    pub(super) fn forget(&mut self) {
        self.interrupted = false;
    }
}
