use crate::ui::{Style, count, date, duration, safe};
use hookwire::chain::FaultKind;
use hookwire::duration::millis;
use hookwire::trace::{Change, Step, StepOutcome};
use hookwire_engine::store::{TurnRecord, TurnStatus};
use serde::Deserialize;
use serde_json::Value;
use similar::{ChangeTag, TextDiff};
use std::fmt::Write;
use std::time::Duration;

/// Returns what hooks did in a turn as text: by point, in the order they ran, each change as a difference.
pub fn trace_text(turn: &TurnRecord, trace: &Value, style: Style) -> serde_json::Result<String> {
    let steps = Vec::<Step>::deserialize(trace)?;
    let mut text = head(turn, steps.len(), style);
    let mut point = "";
    for step in &steps {
        if step.point != point {
            // Writing to a text cannot fail.
            let _ = writeln!(text, "\n{}", style.bold(&step.point));
            point = &*step.point;
        }
        text.push_str(&one(step, style));
    }
    if steps.is_empty() {
        text.push_str("\nno hook ran\n");
    }
    // The trace is stored together with the end of the turn, and these hooks run after that.
    let _ = writeln!(text, "\n{}", style.dim("hooks at turn.persisted and behind it are not kept"));
    Ok(text)
}

fn head(turn: &TurnRecord, steps: usize, style: Style) -> String {
    let state = match turn.state {
        TurnStatus::Running => "running".to_owned(),
        TurnStatus::Ended(end) => format!("{end:?}").to_lowercase(),
    };
    let took = turn.ended_at.map_or(0, |ended| u64::try_from(ended - turn.started_at).unwrap_or(0));
    let head = format!("turn {} of {}", turn.turn, turn.session);
    let mut text = style.bold(&head) + "\n";
    let facts = format!(
        "agent {} · {state} · {} · {} · {} ran",
        turn.agent,
        date(turn.started_at),
        duration(took),
        count(steps, "hook")
    );
    let _ = writeln!(text, "{}", style.dim(&facts));
    if let Some(error) = &turn.error {
        let _ = writeln!(text, "{}", style.red(&safe(error)));
    }
    text
}

fn one(step: &Step, style: Style) -> String {
    let (plugin, hook, file, line) = (&step.by.plugin, &step.by.hook, &step.by.file, step.by.line);
    let outcome = safe(&step.outcome.to_string());
    let outcome = match &step.outcome {
        StepOutcome::Ask(_) | StepOutcome::Failed { kind: FaultKind::Timeout, .. } => style.yellow(&outcome),
        StepOutcome::Deny(_) | StepOutcome::Failed { .. } => style.red(&outcome),
        StepOutcome::Allow => style.green(&outcome),
        _ => outcome,
    };
    let place = style.dim(&format!("({file}:{line}) {}", micros(step.duration)));
    let mut text = format!("  {} {outcome} {place}\n", style.cyan(&format!("{plugin}.{hook}")));
    for change in &step.changes {
        text.push_str(&difference(change, style));
    }
    text
}

/// Returns a change as text, line by line.
fn difference(change: &Change, style: Style) -> String {
    if change.before.is_none() && change.after.is_none() {
        return format!("    {}\n", style.dim(&format!("{} (values are not kept)", safe(&change.path))));
    }
    let (before, after) = (plain(change.before.as_ref()), plain(change.after.as_ref()));
    let mut text = format!("    {}\n", style.dim(&safe(&change.path)));
    for line in TextDiff::from_lines(&before, &after).iter_all_changes() {
        let said = safe(line.value()).trim_end_matches('\n').to_owned();
        let said = match line.tag() {
            ChangeTag::Delete => style.red(&format!("- {said}")),
            ChangeTag::Insert => style.green(&format!("+ {said}")),
            ChangeTag::Equal => style.dim(&format!("  {said}")),
        };
        let _ = writeln!(text, "    {said}");
    }
    text
}

fn plain(value: Option<&Value>) -> String {
    match value {
        None => String::new(),
        Some(Value::String(text)) => text.clone(),
        Some(value) => format!("{value:#}"),
    }
}

fn micros(time: Duration) -> String {
    match time.as_micros() {
        micros @ 0..1_000 => format!("{micros} µs"),
        _ => duration(millis(time)),
    }
}
