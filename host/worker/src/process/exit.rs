use std::fmt;
use std::os::unix::process::ExitStatusExt;
use std::process::ExitStatus;

/// The exit status of a worker whose heap reached its cap.
pub const HEAP_CAP_STATUS: i32 = 77;

/// The way in which a process ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// It left with this status.
    Status(i32),
    /// This signal killed it.
    Signal(i32),
    /// Nobody knows: the host ignores `SIGCHLD`, or something else in it waits for children.
    Unknown,
}

/// The end of a worker: how, and whether the host wanted it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Exit {
    end: End,
    killed: bool,
}

impl Exit {
    pub(super) fn new(status: Option<ExitStatus>, killed: bool) -> Self {
        let end = status.map_or(End::Unknown, |status| match (status.code(), status.signal()) {
            (Some(code), _) => End::Status(code),
            (None, Some(signal)) => End::Signal(signal),
            (None, None) => End::Unknown,
        });
        Self { end, killed }
    }

    /// Returns the way in which it ended.
    pub fn end(&self) -> End {
        self.end
    }

    /// Returns whether the host killed it.
    pub fn was_killed(&self) -> bool {
        self.killed && matches!(self.end, End::Signal(KILL) | End::Unknown)
    }

    /// Returns whether it left because its heap reached the cap, as its status says; [`Page::reason`](super::Page::reason)
    /// says the same, and a plugin can forge both.
    pub fn is_heap_cap(&self) -> bool {
        self.end == End::Status(HEAP_CAP_STATUS)
    }
}

const KILL: i32 = 9;

impl fmt::Display for Exit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.end {
            _ if self.was_killed() => f.write_str("it was killed by the host"),
            End::Status(HEAP_CAP_STATUS) => f.write_str("its heap reached the limit"),
            End::Status(status) => write!(f, "it left with status {status}"),
            End::Signal(KILL) => {
                f.write_str("it was killed, and not by the host: out of memory, or by hand (SIGKILL)")
            }
            End::Signal(signal) => match name(signal) {
                Some(name) => write!(f, "it died of {name}"),
                None => write!(f, "it died of signal {signal}"),
            },
            End::Unknown => f.write_str("it ended, nobody knows how"),
        }
    }
}

fn name(signal: i32) -> Option<&'static str> {
    use rustix::process::Signal;
    [
        (Signal::SEGV, "SIGSEGV: a wild pointer, or a stack that overflowed"),
        (
            Signal::ABORT,
            "SIGABRT: it gave itself up, as for a panic within a panic or memory that it did not get",
        ),
        (Signal::BUS, "SIGBUS: memory that is not there"),
        (Signal::ILL, "SIGILL: a broken instruction"),
        (Signal::FPE, "SIGFPE: impossible arithmetic"),
        (Signal::TRAP, "SIGTRAP"),
        (Signal::SYS, "SIGSYS: a forbidden system call"),
        (Signal::XCPU, "SIGXCPU: its processor time was used up"),
        (Signal::XFSZ, "SIGXFSZ: a file grew beyond the limit"),
        (Signal::PIPE, "SIGPIPE"),
        (Signal::TERM, "SIGTERM"),
        (Signal::INT, "SIGINT"),
        (Signal::HUP, "SIGHUP"),
    ]
    .into_iter()
    .find(|(known, _)| known.as_raw() == signal)
    .map(|(_, name)| name)
}
