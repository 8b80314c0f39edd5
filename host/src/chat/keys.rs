use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::retry_on_intr;
use rustix::termios::{
    LocalModes, OptionalActions, QueueSelector, SpecialCodeIndex, Termios, tcflush, tcgetattr, tcsetattr,
};
use std::io::{self, stdin};
use std::time::Duration;

const ESCAPE: u8 = 0x1b;
const END: u8 = 4;
/// How long what a key sends may take to come, from far away.
const REST: Duration = Duration::from_millis(100);

/// A key that was pressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Key {
    Byte(u8),
    Escape,
    /// Ctrl-D, or there will never be a key again.
    End,
    /// An arrow or another key that has no character.
    Other,
}

/// The keyboard while answers come: nothing is echoed into them, single keys can be read, and Ctrl-C still
/// is a signal. What is typed ahead waits for the next prompt.
#[derive(Debug)]
pub(crate) struct Keys {
    before: Option<Termios>,
}

impl Keys {
    /// Quiets the terminal until this is dropped.
    pub(crate) fn quiet() -> Self {
        let Ok(before) = tcgetattr(stdin()) else { return Self { before: None } };
        let mut quiet = before.clone();
        quiet.local_modes -= LocalModes::ECHO | LocalModes::ICANON;
        quiet.local_modes |= LocalModes::ISIG;
        quiet.special_codes[SpecialCodeIndex::VMIN] = 1;
        quiet.special_codes[SpecialCodeIndex::VTIME] = 0;
        let _ = tcsetattr(stdin(), OptionalActions::Now, &quiet);
        Self { before: Some(before) }
    }

    /// Makes Ctrl-C a signal, or a key that waits for the prompt: a prompt that is not there yet hears no signal.
    pub(crate) fn signals(on: bool) {
        let Ok(mut modes) = tcgetattr(stdin()) else { return };
        modes.local_modes.set(LocalModes::ISIG, on);
        let _ = tcsetattr(stdin(), OptionalActions::Now, &modes);
    }

    /// Forgets what was typed ahead, so that no old key answers a new question.
    pub(crate) fn forget() {
        let _ = tcflush(stdin(), QueueSelector::IFlush);
    }

    /// Returns the key that was pressed, if one was, and takes all that it sent.
    pub(super) fn pressed() -> io::Result<Option<Key>> {
        Ok(match read(Duration::ZERO)? {
            None => None,
            Some(END) => Some(Key::End),
            Some(ESCAPE) => Some(behind_escape()?),
            Some(byte) => Some(Key::Byte(byte)),
        })
    }
}

impl Drop for Keys {
    fn drop(&mut self) {
        if let Some(before) = &self.before {
            let _ = tcsetattr(stdin(), OptionalActions::Now, before);
        }
    }
}

/// Tells the key Escape, behind which nothing comes, from those that begin with the same byte.
fn behind_escape() -> io::Result<Key> {
    let mut byte = read(REST)?;
    if byte == Some(ESCAPE) {
        byte = read(REST)?;
    }
    match byte {
        None => return Ok(Key::Escape),
        Some(b'[' | b'O') => {
            byte = read(REST)?;
            // The function keys of a console have two of them.
            if byte == Some(b'[') {
                byte = read(REST)?;
            }
            while byte.is_some_and(|byte| !(b'@'..=b'~').contains(&byte)) {
                byte = read(REST)?;
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
    // What stays, if there is nothing to read any more.
    let mut byte = [END];
    retry_on_intr(|| rustix::io::read(&stdin, &mut byte))?;
    Ok(Some(byte[0]))
}
