use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::retry_on_intr;
use rustix::termios::{
    LocalModes, OptionalActions, QueueSelector, SpecialCodeIndex, Termios, tcflush, tcgetattr, tcsetattr,
};
use std::io::{self, stdin};
use std::time::Duration;

const ESCAPE: u8 = 0x1b;
const END: u8 = 4;
/// How long the bytes of one key may take to come over a slow connection.
const ESCAPE_TIMEOUT: Duration = Duration::from_millis(100);

/// A key that was pressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Key {
    Byte(u8),
    Escape,
    /// Ctrl-D, or the input has ended.
    End,
    /// An arrow or another key that has no character.
    Other,
}

/// The keyboard while answers come: nothing is echoed, single keys can be read, and Ctrl-C is still a signal. What is
/// typed ahead waits for the next prompt.
#[derive(Debug)]
pub struct Keyboard {
    before: Option<Termios>,
}

impl Keyboard {
    /// Switches the terminal's echo off until this is dropped.
    pub fn quiet() -> Self {
        let Ok(before) = tcgetattr(stdin()) else { return Self { before: None } };
        let mut quiet = before.clone();
        quiet.local_modes -= LocalModes::ECHO | LocalModes::ICANON;
        quiet.local_modes |= LocalModes::ISIG;
        quiet.special_codes[SpecialCodeIndex::VMIN] = 1;
        quiet.special_codes[SpecialCodeIndex::VTIME] = 0;
        let _ = tcsetattr(stdin(), OptionalActions::Now, &quiet);
        Self { before: Some(before) }
    }

    /// Makes Ctrl-C a signal, or a key: a prompt that is not shown yet would miss a signal.
    pub(super) fn set_signals(on: bool) {
        let Ok(mut modes) = tcgetattr(stdin()) else { return };
        modes.local_modes.set(LocalModes::ISIG, on);
        let _ = tcsetattr(stdin(), OptionalActions::Now, &modes);
    }

    /// Drops what was typed ahead, so that no old key answers a new question.
    pub(super) fn forget() {
        let _ = tcflush(stdin(), QueueSelector::IFlush);
    }

    /// Returns the key that was pressed, if one was.
    pub(super) fn pressed() -> io::Result<Option<Key>> {
        Ok(match read(Duration::ZERO)? {
            None => None,
            Some(END) => Some(Key::End),
            Some(ESCAPE) => Some(key_after_escape()?),
            Some(byte) => Some(Key::Byte(byte)),
        })
    }
}

impl Drop for Keyboard {
    fn drop(&mut self) {
        if let Some(before) = &self.before {
            let _ = tcsetattr(stdin(), OptionalActions::Now, before);
        }
    }
}

/// Reads the rest of a key that begins with the escape byte; nothing follows it if the key is Escape itself.
fn key_after_escape() -> io::Result<Key> {
    let mut byte = read(ESCAPE_TIMEOUT)?;
    if byte == Some(ESCAPE) {
        byte = read(ESCAPE_TIMEOUT)?;
    }
    match byte {
        None => return Ok(Key::Escape),
        Some(b'[' | b'O') => {
            byte = read(ESCAPE_TIMEOUT)?;
            // A function key of the Linux console sends two brackets.
            if byte == Some(b'[') {
                byte = read(ESCAPE_TIMEOUT)?;
            }
            while byte.is_some_and(|byte| !(b'@'..=b'~').contains(&byte)) {
                byte = read(ESCAPE_TIMEOUT)?;
            }
        }
        Some(_) => {}
    }
    Ok(Key::Other)
}

fn read(wait: Duration) -> io::Result<Option<u8>> {
    let stdin = stdin();
    let mut waiting = [PollFd::new(&stdin, PollFlags::IN)];
    let wait = Timespec { tv_sec: 0, tv_nsec: wait.subsec_nanos().into() };
    if retry_on_intr(|| poll(&mut waiting, Some(&wait)))? == 0 {
        return Ok(None);
    }
    // At the end of the input nothing is read, and this stays.
    let mut byte = [END];
    retry_on_intr(|| rustix::io::read(&stdin, &mut byte))?;
    Ok(Some(byte[0]))
}
