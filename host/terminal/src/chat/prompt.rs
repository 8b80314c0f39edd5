use super::local_commands::TypedCommand;
use crate::ui::{Style, safe};
use rustyline::completion::{Completer, Pair};
use rustyline::error::ReadlineError;
use rustyline::highlight::Highlighter;
use rustyline::hint::Hinter;
use rustyline::history::FileHistory;
use rustyline::validate::{ValidationContext, ValidationResult, Validator};
use rustyline::{ColorMode, CompletionType, Config, Context, Editor, Helper};
use std::borrow::Cow;
use std::cell::Cell;
use std::path::{Path, PathBuf};
use std::{io, thread};
use tokio::sync::mpsc;

const HISTORY: usize = 1000;

/// The outcome of one prompt.
#[derive(Debug)]
pub(super) enum Typed {
    /// A message.
    Message(String),
    /// Ctrl-C at an empty prompt.
    Interrupt,
    /// Ctrl-C that discarded what was typed.
    Discarded,
    /// Ctrl-D, or the terminal is gone.
    End,
}

/// The prompt, on a thread of its own, as reading a line blocks.
#[derive(Debug)]
pub(super) struct Prompt {
    ask: std::sync::mpsc::Sender<()>,
    typed: mpsc::Receiver<Typed>,
    /// Whether the prompt is shown.
    asked: bool,
}

impl Prompt {
    /// Starts the thread of the prompt.
    pub(super) fn open(history: PathBuf, commands: Vec<TypedCommand>, style: Style) -> io::Result<Self> {
        let mut editor = editor(&history, commands, style).map_err(io::Error::other)?;
        let (ask, asked) = std::sync::mpsc::channel();
        let (type_in, typed) = mpsc::channel(1);
        thread::Builder::new().name("prompt".into()).spawn(move || {
            while asked.recv().is_ok() {
                let typed = read(&mut editor, &history, style);
                if type_in.blocking_send(typed).is_err() {
                    break;
                }
            }
        })?;
        Ok(Self { ask, typed, asked: false })
    }

    /// Waits for a line; a call that was dropped can be made again.
    pub(super) async fn read(&mut self) -> Typed {
        if !std::mem::replace(&mut self.asked, true) && self.ask.send(()).is_err() {
            return Typed::End;
        }
        let typed = self.typed.recv().await;
        self.asked = false;
        typed.unwrap_or(Typed::End)
    }
}

type Line = Editor<SlashCommands, FileHistory>;

fn editor(history: &Path, commands: Vec<TypedCommand>, style: Style) -> rustyline::Result<Line> {
    let color = if style.has_color() { ColorMode::Enabled } else { ColorMode::Disabled };
    let config = Config::builder()
        .completion_type(CompletionType::List)
        .color_mode(color)
        .max_history_size(HISTORY)?
        .history_ignore_dups(true)?
        .history_ignore_space(true)
        .build();
    let mut editor = Line::with_config(config)?;
    editor.set_helper(Some(SlashCommands { commands, style, empty: Cell::new(true) }));
    if history.exists()
        && let Err(error) = editor.load_history(history)
    {
        tracing::warn!("the history in {} cannot be read: {error}", history.display());
    }
    Ok(editor)
}

fn read(editor: &mut Line, history: &Path, style: Style) -> Typed {
    let prompt = "› ";
    match editor.readline(&(prompt, style.cyan(prompt))) {
        Ok(line) => {
            let _ = editor.add_history_entry(&*line);
            if let Err(error) = editor.append_history(history) {
                tracing::warn!("the history in {} cannot be written: {error}", history.display());
            }
            Typed::Message(line.replace("\\\n", "\n"))
        }
        Err(ReadlineError::Interrupted) => {
            let empty = editor.helper().is_none_or(|slash| slash.empty.get());
            if empty { Typed::Interrupt } else { Typed::Discarded }
        }
        Err(ReadlineError::Eof) => Typed::End,
        Err(error) => {
            tracing::error!("the terminal cannot be read: {error}");
            Typed::End
        }
    }
}

/// Completion and hints for slash commands; a line with a backslash at its end goes on.
struct SlashCommands {
    commands: Vec<TypedCommand>,
    style: Style,
    /// Whether the line is empty, as of the last call for a hint, which comes with every change.
    empty: Cell<bool>,
}

impl SlashCommands {
    /// Returns the commands that begin with a line.
    fn matching(&self, line: &str) -> impl Iterator<Item = &TypedCommand> {
        let begun = line.strip_prefix('/').map(str::to_owned);
        let fits = move |name: &str| begun.as_deref().is_some_and(|begun| name.starts_with(begun));
        self.commands.iter().filter(move |command| fits(&command.name))
    }
}

/// Returns the first line of a text: a list of candidates has one line for each.
fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default()
}

impl Completer for SlashCommands {
    type Candidate = Pair;

    fn complete(&self, line: &str, pos: usize, _: &Context<'_>) -> rustyline::Result<(usize, Vec<Pair>)> {
        let pair = |command: &TypedCommand| Pair {
            display: format!("{:<20} {}", command.usage, safe(first_line(&command.does))),
            replacement: format!("/{} ", command.name),
        };
        Ok((0, self.matching(&line[..pos]).map(pair).collect()))
    }
}

impl Hinter for SlashCommands {
    type Hint = String;

    fn hint(&self, line: &str, pos: usize, _: &Context<'_>) -> Option<String> {
        self.empty.set(line.is_empty());
        if line.len() < 2 || pos < line.len() {
            return None;
        }
        let mut begun = self.matching(line);
        let rest = &begun.next()?.name[line.len() - 1..];
        (begun.next().is_none() && !rest.is_empty()).then(|| rest.to_owned())
    }
}

impl Highlighter for SlashCommands {
    fn highlight_hint<'h>(&self, hint: &'h str) -> Cow<'h, str> {
        self.style.dim(hint).into()
    }
}

impl Validator for SlashCommands {
    fn validate(&self, line: &mut ValidationContext<'_>) -> rustyline::Result<ValidationResult> {
        let goes_on = line.input().ends_with('\\');
        Ok(if goes_on { ValidationResult::Incomplete } else { ValidationResult::Valid(None) })
    }
}

impl Helper for SlashCommands {}
