//! The metrics of turns, tool calls and model calls.

use hookwire::points::{End, ToolSpec, ToolTrace};
use metrics::{counter, histogram};

/// Counts a turn that has ended.
pub(super) fn turn(agent: &str, end: End, duration_ms: u64) {
    let labels = [("agent", agent.to_owned()), ("end", format!("{end:?}").to_lowercase())];
    counter!("hookwire_turns_total", &labels).increment(1);
    histogram!("hookwire_turn_seconds", "agent" => agent.to_owned()).record(seconds(duration_ms));
}

/// Counts a tool call that has ended; a tool that was not offered counts as `unknown`, as the model made it up.
pub(super) fn tool(trace: &ToolTrace, offer: &[ToolSpec]) {
    let tool = &trace.report.call.tool;
    let tool = if offer.iter().any(|spec| spec.name == *tool) { tool } else { "unknown" }.to_owned();
    let error = if trace.report.is_error { "true" } else { "false" };
    counter!("hookwire_tool_calls_total", "tool" => tool.clone(), "error" => error).increment(1);
    histogram!("hookwire_tool_seconds", "tool" => tool).record(seconds(trace.duration_ms));
}

/// Counts a model call and its tokens.
pub(super) fn model(model: &str, input_tokens: u64, output_tokens: u64) {
    counter!("hookwire_model_calls_total", "model" => model.to_owned()).increment(1);
    counter!("hookwire_tokens_total", "model" => model.to_owned(), "way" => "in").increment(input_tokens);
    counter!("hookwire_tokens_total", "model" => model.to_owned(), "way" => "out").increment(output_tokens);
}

/// Counts a model call that failed.
pub(super) fn model_failure(model: &str) {
    counter!("hookwire_model_failures_total", "model" => model.to_owned()).increment(1);
}

#[allow(clippy::cast_precision_loss, reason = "a histogram's buckets are far coarser")]
fn seconds(millis: u64) -> f64 {
    millis as f64 / 1000.0
}
