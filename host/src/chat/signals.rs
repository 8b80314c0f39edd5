use std::io;
use tokio::signal::unix::{Signal, SignalKind, signal};

/// What the world tells the process.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Told {
    /// Ctrl-C.
    Interrupt,
    /// Ctrl-C once more, with nothing typed between.
    Again,
    /// To end, or that the terminal is gone.
    Terminate,
}

/// Listens to signals, which then no longer end the process.
#[derive(Debug)]
pub(crate) struct Signals {
    interrupt: Signal,
    terminate: Signal,
    hangup: Signal,
    interrupted: bool,
}

impl Signals {
    pub(crate) fn open() -> io::Result<Self> {
        Ok(Self {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
            hangup: signal(SignalKind::hangup())?,
            interrupted: false,
        })
    }

    pub(crate) async fn next(&mut self) -> Told {
        tokio::select! {
            _ = self.interrupt.recv() => self.interrupted(),
            _ = self.terminate.recv() => Told::Terminate,
            _ = self.hangup.recv() => Told::Terminate,
        }
    }

    /// Takes note of a Ctrl-C, which at a prompt is a key; returns which of the two it is.
    pub(super) fn interrupted(&mut self) -> Told {
        if std::mem::replace(&mut self.interrupted, true) { Told::Again } else { Told::Interrupt }
    }

    /// Makes the next Ctrl-C a first one.
    pub(super) fn forget(&mut self) {
        self.interrupted = false;
    }
}
