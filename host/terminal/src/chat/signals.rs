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
    /// To read the configuration again.
    Reload,
}

/// The signals of the process, which no longer end it.
#[derive(Debug)]
pub struct Signals {
    interrupt: Signal,
    terminate: Signal,
    hangup: Signal,
    /// Whether a hang-up asks to read the configuration again, as there is no terminal that could be gone.
    reloads: bool,
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
            reloads: false,
            interrupted: false,
        })
    }

    /// Takes over the signals of a process that has no terminal: a hang-up asks to read the configuration again.
    pub fn open_without_terminal() -> io::Result<Self> {
        Ok(Self { reloads: true, ..Self::open()? })
    }

    /// Waits for the next signal.
    pub async fn next(&mut self) -> Interruption {
        tokio::select! {
            _ = self.interrupt.recv() => self.interrupt(),
            _ = self.terminate.recv() => Interruption::Terminate,
            _ = self.hangup.recv() => if self.reloads { Interruption::Reload } else { Interruption::Terminate },
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
