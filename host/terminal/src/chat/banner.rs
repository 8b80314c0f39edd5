use super::screen::width;
use crate::ui::{Style, fold, safe};
use hookwire::live::Status;
use hookwire_engine::Engine;
use hookwire_engine::models::Models;

/// The text that a conversation begins with: agent, plugins, store and server.
#[derive(Debug)]
pub(super) struct Banner<'a> {
    pub(super) engine: &'a Engine,
    /// The name of the agent that answers.
    pub(super) agent: &'a str,
    /// The address of the HTTP server, or why there is none.
    pub(super) server: Result<String, String>,
    /// The number of messages of an earlier run that are being answered.
    pub(super) resumed: usize,
    /// The number of questions of an earlier run that nobody has answered.
    pub(super) asked: usize,
}

impl Banner<'_> {
    /// Returns the text of the banner, with an empty line at the end.
    pub(super) fn text(&self, style: Style) -> String {
        let model = self.engine.options().agents.get(self.agent).map_or("", |agent| &*agent.model);
        let script = model == Models::SCRIPT;
        let head = format!("{} {}", style.bold("hookwire"), style.dim(env!("CARGO_PKG_VERSION")));
        let model = if script { style.yellow("a script") } else { safe(model) };
        let mut rows = vec![("agent", format!("{} · {model}", self.agent)), ("plugins", self.live_plugins())];
        rows.extend(self.failed_plugins().map(|why| ("failed", style.red(&safe(&why)))));
        rows.push(("kept in", safe(&with_tilde(&self.engine.store().location()))));
        rows.push(match &self.server {
            Ok(address) => ("http", style.cyan(address)),
            Err(why) => ("http", style.yellow(&safe(why))),
        });
        if self.resumed > 0 {
            rows.push(("resumed", format!("{} that waited for an answer", messages(self.resumed))));
        }
        if self.asked > 0 {
            rows.push(("asked", format!("{}; /approvals asks again", questions(self.asked))));
        }
        let width = if style.can_erase() { width() } else { usize::MAX };
        let rows = rows.into_iter().map(|(name, value)| {
            let row = format!("  {} {value}", style.dim(&format!("{name:<8}")));
            fold(&row, width, 11) + "\n"
        });
        let mut text = format!("\n  {head}\n\n{}\n", rows.collect::<String>());
        if script {
            text.push_str(&self.script_warning(style, width));
        }
        let keys = style.dim("/help shows the commands · Ctrl-C stops an answer · Ctrl-D leaves");
        text + &fold(&format!("  {keys}"), width, 2) + "\n\n"
    }

    fn live_plugins(&self) -> String {
        let status = self.engine.plugins().status();
        let live: Vec<_> = status.iter().filter(|(_, it)| *it == Status::Live).map(|(id, _)| *id).collect();
        if live.is_empty() { "none live".to_owned() } else { live.join(" · ") }
    }

    /// Returns each plugin that did not start, with the reason.
    fn failed_plugins(&self) -> impl Iterator<Item = String> {
        self.engine.plugins().status().into_iter().filter_map(|(id, status)| match status {
            Status::Failed(why) => Some(format!("{id}: {why}")),
            _ => None,
        })
    }

    /// Returns the warning that a script answers, and how a model is configured.
    fn script_warning(&self, style: Style, width: usize) -> String {
        let script = style.yellow("This is a script, not a model.");
        let line = |text: String| fold(&format!("  {text}"), width, 2) + "\n";
        let way = format!("{} --set agents.{}.model=openai/gpt-5-mini", program(), self.agent);
        // Not folded, so that it can be copied.
        line(format!("{script} It plays a few scenes and needs no key."))
            + &line("For a real model, with its key in the environment:".to_owned())
            + &format!("    {}\n\n", style.bold(&way))
    }
}

/// Returns the command that starts this program.
fn program() -> String {
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

/// Returns a path with `~` for the user's home folder.
fn with_tilde(path: &str) -> String {
    let home = std::env::var("HOME").ok().filter(|home| home.len() > 1);
    match home.and_then(|home| path.strip_prefix(&*home).map(str::to_owned)) {
        Some(rest) if rest.starts_with('/') => format!("~{rest}"),
        _ => path.to_owned(),
    }
}
