use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::termios::{
    LocalModes, OptionalActions, QueueSelector, SpecialCodeIndex, Termios, tcflush, tcgetattr, tcsetattr,
};
use std::io::{self, stdin};

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

    /// Returns the key that was pressed, if one was; 4, which is Ctrl-D, if there will never be one.
    pub(crate) fn pressed() -> io::Result<Option<u8>> {
        let stdin = stdin();
        let mut waiting = [PollFd::new(&stdin, PollFlags::IN)];
        if poll(&mut waiting, Some(&Timespec { tv_sec: 0, tv_nsec: 0 }))? == 0 {
            return Ok(None);
        }
        let mut key = [4];
        rustix::io::read(&stdin, &mut key)?;
        Ok(Some(key[0]))
    }
}

impl Drop for Keys {
    fn drop(&mut self) {
        if let Some(before) = &self.before {
            let _ = tcsetattr(stdin(), OptionalActions::Now, before);
        }
    }
}
