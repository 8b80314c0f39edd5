//! A terminal with the app in it.

use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{Winsize, tcsetwinsize};
use std::fs::File;
use std::io::{Read, Write};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

/// How long anything may take before a test gives up.
const PATIENCE: Duration = Duration::from_mins(1);

pub(crate) struct Terminal {
    keyboard: File,
    written: Arc<Mutex<Vec<u8>>>,
    /// What a test has read already.
    read: usize,
    app: Child,
}

fn widen(terminal: impl std::os::fd::AsFd, columns: u16) {
    tcsetwinsize(terminal, Winsize { ws_row: 40, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0 }).unwrap();
}

impl Terminal {
    /// Opens one with 100 columns and runs the app in it.
    pub(crate) fn open(folder: &Path, variables: &[(&str, &str)], args: &[&str]) -> Self {
        Self::run(&super::command(folder, args), folder, variables)
    }

    /// Opens one with 100 columns and runs any program in it.
    pub(crate) fn run(app: &Command, folder: &Path, variables: &[(&str, &str)]) -> Self {
        let terminal = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
        grantpt(&terminal).unwrap();
        unlockpt(&terminal).unwrap();
        widen(&terminal, 100);
        let side = ptsname(&terminal, Vec::new()).unwrap().into_string().unwrap();
        let side = || Stdio::from(File::options().read(true).write(true).open(&side).unwrap());
        let app = Command::new("setsid")
            .args(["--ctty", "--wait"])
            .arg(app.get_program())
            .args(app.get_args())
            .current_dir(folder)
            .env("TERM", "xterm-256color")
            .env_remove("NO_COLOR")
            .envs(variables.iter().copied())
            .stdin(side())
            .stdout(side())
            .stderr(side())
            .spawn()
            .unwrap();
        let keyboard = File::from(terminal);
        let written = watch(keyboard.try_clone().unwrap());
        Self { keyboard, written, read: 0, app }
    }

    /// Gives it another number of columns.
    pub(crate) fn widen(&self, columns: u16) {
        widen(&self.keyboard, columns);
    }

    /// Presses keys.
    pub(crate) fn press(&mut self, keys: &str) {
        self.keyboard.write_all(keys.as_bytes()).unwrap();
    }

    /// Waits until a text stands on the screen, behind what was waited for before; returns everything up to it.
    pub(crate) fn wait_for(&mut self, text: &str) -> String {
        let since = Instant::now();
        loop {
            let all = self.all();
            if let Some(at) = all[self.read..].find(text) {
                let seen = all[self.read..self.read + at + text.len()].to_owned();
                self.read += at + text.len();
                return seen;
            }
            assert!(since.elapsed() < PATIENCE, "no `{text}` in {}", &all[self.read..]);
            thread::sleep(Duration::from_millis(10));
        }
    }

    /// Returns everything written so far, without the sequences that steer the terminal.
    pub(crate) fn all(&self) -> String {
        plain(&self.raw())
    }

    pub(crate) fn raw(&self) -> String {
        String::from_utf8_lossy(&self.written.lock().unwrap()).into_owned()
    }

    /// Waits until the app has ended.
    pub(crate) fn ended(&mut self) -> ExitStatus {
        let since = Instant::now();
        loop {
            if let Some(status) = self.app.try_wait().unwrap() {
                return status;
            }
            assert!(since.elapsed() < PATIENCE, "it does not end; it has written {}", self.all());
            thread::sleep(Duration::from_millis(10));
        }
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        let _ = self.app.kill();
        let _ = self.app.wait();
    }
}

fn watch(mut terminal: File) -> Arc<Mutex<Vec<u8>>> {
    let written = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&written);
    thread::spawn(move || {
        let mut piece = [0; 4096];
        while let Ok(count @ 1..) = terminal.read(&mut piece) {
            seen.lock().unwrap().extend_from_slice(&piece[..count]);
        }
    });
    written
}

fn plain(text: &str) -> String {
    let mut plain = String::new();
    let mut chars = text.chars().peekable();
    while let Some(char) = chars.next() {
        if char != '\x1b' {
            plain.push(char);
        } else if chars.next_if_eq(&'[').is_some() {
            // The sequence ends with a letter or one of few signs.
            while chars.next().is_some_and(|char| !('@'..='~').contains(&char)) {}
        }
    }
    plain.replace('\r', "")
}
