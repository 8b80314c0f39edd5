//! What is said about tool calls, usage and ends, in a line or two each.

use super::style::Style;
use super::text::{line, safe};
use super::wrap::{fold, seen};
use crate::agent::Outcome;
use crate::store::Approval;
use hookwire::points::End;
use serde_json::Value;

/// A tool that is called.
pub(crate) fn call(style: Style, tool: &str, args: &Value, by: Option<&str>, width: usize) -> String {
    let by = by.map_or(String::new(), |agent| format!("{agent}: "));
    let args = arguments(args, width.saturating_sub(tool.len() + by.len() + 5));
    format!("{} {} {}", style.cyan("●"), style.dim(&format!("{by}{}", safe(tool))), style.dim(&args))
}

/// What hooks made of the arguments.
pub(crate) fn rewritten(style: Style, args: &Value, width: usize) -> String {
    let args = arguments(args, width.saturating_sub(26));
    format!("  {} {}", style.yellow("rewritten by a hook:"), style.dim(&args))
}

/// What came of a tool call: its first line, and how many more there are.
pub(crate) fn result(style: Style, name: &str, text: &str, took: u64, width: usize) -> String {
    let (first, more) = begun(text);
    let tail = format!("{more} · {}", duration(took));
    let room = width.saturating_sub(name.len() + tail.len() + 5);
    let said = format!("{name}{}", line(first, room));
    format!("  {} {}{}", style.dim("└"), style.dim(&said), style.dim(&tail))
}

/// What went wrong in a tool call: its first line, to the end.
pub(crate) fn failure(style: Style, name: &str, text: &str, took: u64, width: usize) -> String {
    let (first, more) = begun(text);
    let said = style.red(&format!("{name}{}", line(first, usize::MAX)));
    let tail = style.dim(&format!("{more} · {}", duration(took)));
    fold(&format!("  {} {said}{tail}", style.dim("└")), width, 4)
}

/// Returns the first line of a text, and how many more there are.
fn begun(text: &str) -> (&str, String) {
    let mut rest = text.trim().lines().filter(|line| !line.trim().is_empty());
    let first = rest.next().unwrap_or("nothing");
    let more = match rest.count() {
        0 => String::new(),
        1 => " (and a line)".to_owned(),
        more => format!(" (and {more} lines)"),
    };
    (first, more)
}

/// What a human is asked: the tool, its exact arguments, and why.
pub(crate) fn question(style: Style, approval: &Approval, agent: &str, width: usize) -> Vec<String> {
    let call = &approval.call;
    let by = if approval.agent == agent { String::new() } else { format!(" ({})", approval.agent) };
    let mut lines =
        vec![format!("{} {}{by}", style.yellow("? may this run:"), style.bold(&safe(&call.tool)))];
    let args = serde_json::to_string_pretty(&call.args).unwrap_or_default();
    lines.extend(safe(&args).lines().map(|line| format!("    {line}")));
    let reason = style.dim(&format!("    asked by {}", line(&approval.reason, usize::MAX)));
    lines.push(fold(&reason, width, 4));
    lines
}

/// The keys that answer a question, in as many words as there is room for.
pub(crate) fn keys(style: Style, width: usize) -> String {
    let key = |(key, does): (&str, &str)| format!("{} {}", style.bold(key), style.dim(does));
    let dot = style.dim(" · ");
    let said = |no: &str, always: &str, tool: &str, end: &str| {
        let keys = [("y", "yes"), (no, "no"), ("a", always), ("t", tool)].map(key);
        format!("  {}{}", keys.join(&dot), style.dim(end))
    };
    let (this, tool) = ("always this", "always this tool");
    let mut ways = [
        said("n or Enter", this, tool, " (in this session)"),
        said("n or Enter", this, tool, ""),
        said("n", "always", tool, ""),
    ]
    .into_iter();
    ways.find(|way| seen(way) < width).unwrap_or_else(|| said("n", "this", "tool always", ""))
}

/// What a turn took, and how it ended if not well.
pub(crate) fn end(style: Style, outcome: &Outcome, spent: &Spent) -> Vec<String> {
    let mut lines = Vec::new();
    let why = outcome.error.as_deref().unwrap_or("no reason is known");
    match outcome.end {
        End::Completed | End::Intercepted => {}
        End::Cancelled => {
            return vec![style.yellow(&format!("■ stopped after {}", duration(outcome.duration_ms)))];
        }
        End::Refused => lines.push(style.red(&format!("■ refused: {}", safe(why)))),
        End::Limited => lines.push(style.yellow(&format!("■ {}", safe(why)))),
        _ => lines.push(style.red(&format!("■ {}", safe(why)))),
    }
    if outcome.turn.is_some() {
        let tokens = format!("{} tokens in, {} out", spent.read, spent.written);
        let cost = spent.cost.map_or(String::new(), |cost| format!(" · ${cost:.4}"));
        let tokens = if spent.read + spent.written > 0 { tokens + &cost + " · " } else { cost };
        lines.push(style.dim(&format!("{tokens}{}", duration(outcome.duration_ms))));
    }
    lines
}

/// What the model calls of a turn cost together.
#[derive(Debug, Default)]
pub(crate) struct Spent {
    read: u64,
    written: u64,
    cost: Option<f64>,
}

impl Spent {
    pub(crate) fn add(&mut self, read: u64, written: u64, cost: Option<f64>) {
        self.read += read;
        self.written += written;
        if let Some(cost) = cost {
            *self.cost.get_or_insert(0.0) += cost;
        }
    }
}

fn arguments(args: &Value, width: usize) -> String {
    match args {
        Value::Object(fields) if fields.is_empty() => String::new(),
        Value::Null => String::new(),
        args => line(&args.to_string(), width.max(20)),
    }
}

pub(crate) fn duration(millis: u64) -> String {
    match millis {
        0..1_000 => format!("{millis} ms"),
        1_000..60_000 => format!("{}.{} s", millis / 1_000, millis % 1_000 / 100),
        _ => format!("{} min {} s", millis / 60_000, millis % 60_000 / 1_000),
    }
}
