//! The lines about tool calls, questions, usage and the end of a turn.

use crate::ui::{Style, duration, fold, one_line, safe, visible_width};
use hookwire::points::End;
use hookwire_engine::Outcome;
use hookwire_engine::store::Approval;
use serde_json::Value;

/// Returns the line about a tool that is called.
pub(super) fn call(style: Style, tool: &str, args: &Value, by: Option<&str>, width: usize) -> String {
    let by = by.map_or(String::new(), |agent| format!("{agent}: "));
    let args = arguments(args, width.saturating_sub(tool.len() + by.len() + 5));
    format!("{} {} {}", style.cyan("●"), style.dim(&format!("{by}{}", safe(tool))), style.dim(&args))
}

/// Returns the line about arguments that hooks have changed.
pub(super) fn rewritten(style: Style, args: &Value, width: usize) -> String {
    let args = arguments(args, width.saturating_sub(26));
    format!("  {} {}", style.yellow("rewritten by a hook:"), style.dim(&args))
}

/// Returns the line about a tool's result: its first line, and how many more there are.
pub(super) fn result(style: Style, name: &str, text: &str, took: u64, width: usize) -> String {
    let (first, more) = first_line(text);
    let tail = format!("{more} · {}", duration(took));
    let room = width.saturating_sub(name.len() + tail.len() + 5);
    let said = format!("{name}{}", one_line(first, room));
    format!("  {} {}{}", style.dim("└"), style.dim(&said), style.dim(&tail))
}

/// Returns the line about a tool call that failed: the whole first line of its error.
pub(super) fn failure(style: Style, name: &str, text: &str, took: u64, width: usize) -> String {
    let (first, more) = first_line(text);
    let said = style.red(&format!("{name}{}", one_line(first, usize::MAX)));
    let tail = style.dim(&format!("{more} · {}", duration(took)));
    fold(&format!("  {} {said}{tail}", style.dim("└")), width, 4)
}

/// Returns the first line of a text, and how many more there are.
fn first_line(text: &str) -> (&str, String) {
    let mut rest = text.trim().lines().filter(|line| !line.trim().is_empty());
    let first = rest.next().unwrap_or("nothing");
    let more = match rest.count() {
        0 => String::new(),
        1 => " (and a line)".to_owned(),
        more => format!(" (and {more} lines)"),
    };
    (first, more)
}

/// Returns the question for a human: the tool, its exact arguments, and who asks why.
pub(super) fn question(style: Style, approval: &Approval, agent: &str, width: usize) -> Vec<String> {
    let call = &approval.call;
    let by = if approval.agent == agent { String::new() } else { format!(" ({})", approval.agent) };
    let mut lines =
        vec![format!("{} {}{by}", style.yellow("? may this run:"), style.bold(&safe(&call.tool)))];
    let args = serde_json::to_string_pretty(&call.args).unwrap_or_default();
    lines.extend(safe(&args).lines().map(|line| format!("    {line}")));
    let reason = style.dim(&format!("    asked by {}", one_line(&approval.reason, usize::MAX)));
    lines.push(fold(&reason, width, 4));
    lines
}

/// Returns the line about the keys that answer a question, with as many words as there is room for.
pub(super) fn keys(style: Style, width: usize) -> String {
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
    ways.find(|way| visible_width(way) < width).unwrap_or_else(|| said("n", "this", "tool always", ""))
}

/// Returns the lines at the end of a turn: how it ended if not well, and what it took.
pub(super) fn end(style: Style, outcome: &Outcome, usage: &Usage) -> Vec<String> {
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
        let tokens = format!("{} tokens in, {} out", usage.input_tokens, usage.output_tokens);
        let cost = usage.cost.map_or(String::new(), |cost| format!(" · ${cost:.4}"));
        let tokens =
            if usage.input_tokens + usage.output_tokens > 0 { tokens + &cost + " · " } else { cost };
        lines.push(style.dim(&format!("{tokens}{}", duration(outcome.duration_ms))));
    }
    lines
}

/// The tokens and the cost of all model calls of a turn.
#[derive(Debug, Default)]
pub(super) struct Usage {
    input_tokens: u64,
    output_tokens: u64,
    cost: Option<f64>,
}

impl Usage {
    /// Adds one model call.
    pub(super) fn add(&mut self, input_tokens: u64, output_tokens: u64, cost: Option<f64>) {
        self.input_tokens += input_tokens;
        self.output_tokens += output_tokens;
        if let Some(cost) = cost {
            *self.cost.get_or_insert(0.0) += cost;
        }
    }
}

fn arguments(args: &Value, width: usize) -> String {
    match args {
        Value::Object(fields) if fields.is_empty() => String::new(),
        Value::Null => String::new(),
        args => one_line(&args.to_string(), width.max(20)),
    }
}
