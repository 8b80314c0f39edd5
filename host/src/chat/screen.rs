use super::style::Style;
use super::text::safe;
use super::wrap::{Wrap, cut, fold};
use rustix::termios::tcgetwinsize;
use std::io::{self, Write};
use std::time::{Duration, Instant};

/// Below this a wait is no wait.
const PATIENCE: Duration = Duration::from_millis(250);
const FRAMES: [&str; 10] = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];

/// The terminal, as far as it was written: what flows in, line by line, and one line below that comes and goes.
pub(super) struct Screen<W> {
    out: W,
    pub(super) style: Style,
    wrap: Wrap,
    /// What of the line below is shown now.
    raised: Option<String>,
    /// What the line below says, and since when.
    below: Option<(String, Instant)>,
    /// Whether text was written that can still be taken back, and how many lines it has ended.
    fresh: bool,
    rows: usize,
    thinking: bool,
}

impl<W: Write> Screen<W> {
    pub(super) fn new(out: W, style: Style) -> Self {
        Self {
            out,
            style,
            wrap: Wrap::default(),
            raised: None,
            below: None,
            fresh: false,
            rows: 0,
            thinking: false,
        }
    }

    /// Writes some of the answer.
    pub(super) fn text(&mut self, text: &str) -> io::Result<()> {
        if std::mem::take(&mut self.thinking) {
            self.begin_line()?;
            self.blank()?;
        }
        self.flow(text, |_, text| text.to_owned())?;
        self.fresh |= !text.is_empty();
        Ok(())
    }

    /// Writes some of the reasoning.
    pub(super) fn think(&mut self, text: &str) -> io::Result<()> {
        if !std::mem::replace(&mut self.thinking, true) {
            self.begin_line()?;
        }
        self.flow(text, Style::dim)
    }

    /// Writes a line of its own.
    pub(super) fn line(&mut self, text: &str) -> io::Result<()> {
        self.begin_line()?;
        self.keep();
        writeln!(self.out, "{text}")?;
        self.out.flush()
    }

    /// Writes lines of prose, broken between words; what follows a break is indented.
    pub(super) fn prose(&mut self, text: &str, indent: usize) -> io::Result<()> {
        let room = self.room();
        text.lines().try_for_each(|line| self.line(&fold(line, room, indent)))
    }

    /// Returns how wide a line may be that is read to its end.
    pub(super) fn room(&self) -> usize {
        if self.style.moves { width() } else { usize::MAX }
    }

    /// Writes an empty line.
    pub(super) fn blank(&mut self) -> io::Result<()> {
        self.line("")
    }

    /// Takes back the text that was written last, where the terminal lets it; returns whether it did.
    pub(super) fn take_back(&mut self) -> io::Result<bool> {
        self.lower()?;
        let rows = self.rows;
        if !self.style.moves || !self.fresh || rows + 1 >= height() {
            self.begin_line()?;
            self.keep();
            return Ok(false);
        }
        match rows {
            0 => write!(self.out, "\r\x1b[J")?,
            rows => write!(self.out, "\r\x1b[{rows}A\x1b[J")?,
        }
        self.wrap.end();
        self.keep();
        self.out.flush()?;
        Ok(true)
    }

    /// Says from now on what is waited for.
    pub(super) fn wait(&mut self, text: impl Into<String>) {
        self.below = Some((text.into(), Instant::now()));
    }

    /// Shows or moves the line below.
    pub(super) fn tick(&mut self) -> io::Result<()> {
        let Some((text, since)) = &self.below else { return Ok(()) };
        let waited = since.elapsed();
        if !self.style.moves || self.wrap.column() > 0 || waited < PATIENCE {
            return Ok(());
        }
        let frame = usize::try_from(waited.as_millis() / 80).unwrap_or(0) % FRAMES.len();
        let seconds = waited.as_secs();
        let time = if seconds > 1 { format!(" {seconds} s") } else { String::new() };
        let text = self.style.dim(&format!("{} {text}{time}", FRAMES[frame]));
        self.raise(&text)
    }

    /// Shows a text in the line below.
    pub(super) fn raise(&mut self, text: &str) -> io::Result<()> {
        // A line that the terminal breaks could not be taken away again.
        let text = cut(text, width() - 1);
        if self.style.moves && self.raised.as_ref() != Some(&text) {
            write!(self.out, "\r\x1b[2K{text}")?;
            self.out.flush()?;
            self.raised = Some(text);
        }
        Ok(())
    }

    /// Takes the line below away.
    pub(super) fn calm(&mut self) -> io::Result<()> {
        self.below = None;
        self.lower()?;
        self.out.flush()
    }

    /// Ends the line that was begun.
    pub(super) fn begin_line(&mut self) -> io::Result<()> {
        self.lower()?;
        if self.wrap.column() > 0 {
            writeln!(self.out)?;
            self.wrap.end();
        }
        Ok(())
    }

    /// Leaves what was written where it is.
    pub(super) fn keep(&mut self) {
        self.fresh = false;
        self.rows = 0;
    }

    fn flow(&mut self, text: &str, paint: impl Fn(Style, &str) -> String) -> io::Result<()> {
        self.lower()?;
        let (text, rows) = self.wrap.take(&safe(text), self.room());
        self.rows += rows;
        for (index, part) in text.split('\n').enumerate() {
            if index > 0 {
                writeln!(self.out)?;
            }
            write!(self.out, "{}", paint(self.style, part))?;
        }
        if let Some((_, since)) = &mut self.below {
            *since = Instant::now();
        }
        self.out.flush()
    }

    fn lower(&mut self) -> io::Result<()> {
        if self.raised.take().is_some() {
            write!(self.out, "\r\x1b[2K")?;
        }
        Ok(())
    }
}

/// Returns how many columns the terminal has.
pub(super) fn width() -> usize {
    tcgetwinsize(io::stdout()).map_or(80, |size| usize::from(size.ws_col).max(20))
}

fn height() -> usize {
    tcgetwinsize(io::stdout()).map_or(24, |size| usize::from(size.ws_row).max(2))
}
