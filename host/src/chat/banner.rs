use super::screen::width;
use super::style::Style;
use super::text::safe;
use super::wrap::fold;
use crate::agent::Engine;
use crate::models::Models;
use hookwire::live::Status;

/// What a terminal shows first.
#[derive(Debug)]
pub(crate) struct Banner<'a> {
    pub(crate) agent: &'a Engine,
    /// The agent that answers.
    pub(crate) name: &'a str,
    /// The address of the HTTP door, or why there is none.
    pub(crate) door: Result<String, String>,
    /// How many messages of an earlier run are being answered.
    pub(crate) resumed: usize,
    /// How many questions of an earlier run nobody has answered.
    pub(crate) asked: usize,
}

impl Banner<'_> {
    /// Writes it, with an empty line at the end.
    pub(crate) fn text(&self, style: Style) -> String {
        let model = self.agent.options().agents.get(self.name).map_or("", |profile| &*profile.model);
        let script = model == Models::SCRIPT;
        let head = format!("{} {}", style.bold("hookwire"), style.dim(env!("CARGO_PKG_VERSION")));
        let model = if script { style.yellow("a script") } else { safe(model) };
        let mut rows = vec![("agent", format!("{} · {model}", self.name)), ("plugins", self.live())];
        rows.extend(self.failed().map(|why| ("failed", style.red(&safe(&why)))));
        rows.push(("kept in", safe(&home(&self.agent.store().location()))));
        rows.push(match &self.door {
            Ok(address) => ("http", style.cyan(address)),
            Err(why) => ("http", style.yellow(&safe(why))),
        });
        if self.resumed > 0 {
            rows.push(("resumed", format!("{} that waited for an answer", messages(self.resumed))));
        }
        if self.asked > 0 {
            rows.push(("asked", format!("{}; /approvals asks again", questions(self.asked))));
        }
        let width = if style.moves { width() } else { usize::MAX };
        let rows = rows.into_iter().map(|(name, value)| {
            let row = format!("  {} {value}", style.dim(&format!("{name:<8}")));
            fold(&row, width, 11) + "\n"
        });
        let mut text = format!("\n  {head}\n\n{}\n", rows.collect::<String>());
        if script {
            text.push_str(&self.confession(style, width));
        }
        let keys = style.dim("/help shows the commands · Ctrl-C stops an answer · Ctrl-D leaves");
        text + &fold(&format!("  {keys}"), width, 2) + "\n\n"
    }

    fn live(&self) -> String {
        let status = self.agent.plugins().status();
        let live: Vec<_> = status.iter().filter(|(_, it)| *it == Status::Live).map(|(id, _)| *id).collect();
        if live.is_empty() { "none live".to_owned() } else { live.join(" · ") }
    }

    /// Says of each plugin that did not start why.
    fn failed(&self) -> impl Iterator<Item = String> {
        self.agent.plugins().status().into_iter().filter_map(|(id, status)| match status {
            Status::Failed(why) => Some(format!("{id}: {why}")),
            _ => None,
        })
    }

    /// Says that nobody thinks here, and how that is changed.
    fn confession(&self, style: Style, width: usize) -> String {
        let script = style.yellow("This is a script, not a model.");
        let line = |text: String| fold(&format!("  {text}"), width, 2) + "\n";
        let way = format!("{} --set agents.{}.model=openai/gpt-5-mini", started_as(), self.name);
        // Not folded: it is there to be copied.
        line(format!("{script} It plays a few scenes and needs no key."))
            + &line("For a real model, with its key in the environment:".to_owned())
            + &format!("    {}\n\n", style.bold(&way))
    }
}

/// Returns what to type to start this program.
fn started_as() -> String {
    if std::env::var_os("CARGO").is_some() {
        return "cargo run --".to_owned();
    }
    std::env::args().next().map_or("hookwire".to_owned(), |name| safe(&name))
}

fn messages(count: usize) -> String {
    if count == 1 { "a message".to_owned() } else { format!("{count} messages") }
}

fn questions(count: usize) -> String {
    if count == 1 { "a question waits for you".to_owned() } else { format!("{count} questions wait for you") }
}

/// Shortens a path in the user's folder.
fn home(path: &str) -> String {
    let home = std::env::var("HOME").ok().filter(|home| home.len() > 1);
    match home.and_then(|home| path.strip_prefix(&*home).map(str::to_owned)) {
        Some(rest) if rest.starts_with('/') => format!("~{rest}"),
        _ => path.to_owned(),
    }
}
