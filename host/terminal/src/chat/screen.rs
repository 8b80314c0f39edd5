use crate::ui::{Style, Wrap, cut, fold, safe};
use rustix::termios::tcgetwinsize;
use std::io::{self, Write};
use std::time::{Duration, Instant};

/// How long a wait has to take to be shown.
const PATIENCE: Duration = Duration::from_millis(250);
const FRAMES: [&str; 10] = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];

/// The terminal's output: text that flows in, and a status line below it that comes and goes.
pub(super) struct Screen<W> {
    out: W,
    pub(super) style: Style,
    wrap: Wrap,
    /// The text of the status line that is on the screen.
    status_shown: Option<String>,
    /// What is waited for, and since when.
    waiting_for: Option<(String, Instant)>,
    /// Whether the text that was written last can still be taken back.
    revocable: bool,
    /// The number of lines which that text has ended.
    rows: usize,
    /// Whether reasoning is being written.
    thinking: bool,
}

impl<W: Write> Screen<W> {
    pub(super) fn new(out: W, style: Style) -> Self {
        Self {
            out,
            style,
            wrap: Wrap::default(),
            status_shown: None,
            waiting_for: None,
            revocable: false,
            rows: 0,
            thinking: false,
        }
    }

    /// Writes a piece of the answer.
    pub(super) fn text(&mut self, text: &str) -> io::Result<()> {
        if std::mem::take(&mut self.thinking) {
            self.begin_line()?;
            self.blank()?;
        }
        self.flow(text, |_, text| text.to_owned())?;
        self.revocable |= !text.is_empty();
        Ok(())
    }

    /// Writes a piece of the reasoning.
    pub(super) fn think(&mut self, text: &str) -> io::Result<()> {
        if !std::mem::replace(&mut self.thinking, true) {
            self.begin_line()?;
        }
        self.flow(text, Style::dim)
    }

    /// Writes a whole line.
    pub(super) fn line(&mut self, text: &str) -> io::Result<()> {
        self.begin_line()?;
        self.commit();
        writeln!(self.out, "{text}")?;
        self.out.flush()
    }

    /// Writes lines broken between words; what follows a break is indented.
    pub(super) fn prose(&mut self, text: &str, indent: usize) -> io::Result<()> {
        let room = self.room();
        text.lines().try_for_each(|line| self.line(&fold(line, room, indent)))
    }

    /// Returns the widest line that the terminal does not break.
    pub(super) fn room(&self) -> usize {
        if self.style.can_erase() { width() } else { usize::MAX }
    }

    /// Writes an empty line.
    pub(super) fn blank(&mut self) -> io::Result<()> {
        self.line("")
    }

    /// Erases the text that was written last, if the terminal can; returns whether it did.
    pub(super) fn take_back(&mut self) -> io::Result<bool> {
        self.hide_status()?;
        let rows = self.rows;
        if !self.style.can_erase() || !self.revocable || rows + 1 >= height() {
            self.begin_line()?;
            self.commit();
            return Ok(false);
        }
        match rows {
            0 => write!(self.out, "\r\x1b[J")?,
            rows => write!(self.out, "\r\x1b[{rows}A\x1b[J")?,
        }
        self.wrap.new_line();
        self.commit();
        self.out.flush()?;
        Ok(true)
    }

    /// Sets what is waited for from now on.
    pub(super) fn wait(&mut self, text: impl Into<String>) {
        self.waiting_for = Some((text.into(), Instant::now()));
    }

    /// Shows the status line once a wait takes long, and moves it.
    pub(super) fn tick(&mut self) -> io::Result<()> {
        let Some((text, since)) = &self.waiting_for else { return Ok(()) };
        let waited = since.elapsed();
        if !self.style.can_erase() || self.wrap.column() > 0 || waited < PATIENCE {
            return Ok(());
        }
        let frame = usize::try_from(waited.as_millis() / 80).unwrap_or(0) % FRAMES.len();
        let seconds = waited.as_secs();
        let time = if seconds > 1 { format!(" {seconds} s") } else { String::new() };
        let text = self.style.dim(&format!("{} {text}{time}", FRAMES[frame]));
        self.show_status(&text)
    }

    /// Shows a text in the status line.
    pub(super) fn show_status(&mut self, text: &str) -> io::Result<()> {
        // A line that the terminal breaks could not be erased again.
        let text = cut(text, width() - 1);
        if self.style.can_erase() && self.status_shown.as_ref() != Some(&text) {
            write!(self.out, "\r\x1b[2K{text}")?;
            self.out.flush()?;
            self.status_shown = Some(text);
        }
        Ok(())
    }

    /// Stops waiting and erases the status line.
    pub(super) fn calm(&mut self) -> io::Result<()> {
        self.waiting_for = None;
        self.hide_status()?;
        self.out.flush()
    }

    /// Ends the line that was begun.
    pub(super) fn begin_line(&mut self) -> io::Result<()> {
        self.hide_status()?;
        if self.wrap.column() > 0 {
            writeln!(self.out)?;
            self.wrap.new_line();
        }
        Ok(())
    }

    /// Makes the text that was written last final.
    pub(super) fn commit(&mut self) {
        self.revocable = false;
        self.rows = 0;
    }

    fn flow(&mut self, text: &str, paint: impl Fn(Style, &str) -> String) -> io::Result<()> {
        self.hide_status()?;
        let (text, rows) = self.wrap.push(&safe(text), self.room());
        self.rows += rows;
        for (index, part) in text.split('\n').enumerate() {
            if index > 0 {
                writeln!(self.out)?;
            }
            write!(self.out, "{}", paint(self.style, part))?;
        }
        if let Some((_, since)) = &mut self.waiting_for {
            *since = Instant::now();
        }
        self.out.flush()
    }

    fn hide_status(&mut self) -> io::Result<()> {
        if self.status_shown.take().is_some() {
            write!(self.out, "\r\x1b[2K")?;
        }
        Ok(())
    }
}

/// Returns the number of columns of the terminal.
pub(super) fn width() -> usize {
    tcgetwinsize(io::stdout()).map_or(80, |size| usize::from(size.ws_col).max(20))
}

fn height() -> usize {
    tcgetwinsize(io::stdout()).map_or(24, |size| usize::from(size.ws_row).max(2))
}
