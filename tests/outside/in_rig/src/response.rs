use crate::request::{from_assistant, with_text};
use hookwire::points::{Finish, ModelResponse, ToolCall, Usage};
use hookwire::{Error, Result};
use rig_core::completion::{CompletionResponse, FinishReason, Usage as RigUsage};
use rig_core::message::{self, AssistantContent, Origin, Reasoning, ToolFunction, ToolName};
use serde_json::Value;

/// Writes an answer of rig as hooks see it.
pub(crate) fn from_rig(answer: &CompletionResponse) -> ModelResponse {
    let mut response = ModelResponse::new(from_assistant(&answer.choice));
    response.thinking = answer.reasoning();
    response.finish = match answer.finish_reason() {
        Some(FinishReason::Length) => Finish::Length,
        Some(FinishReason::ContentFilter) => Finish::Filter,
        _ => Finish::Stop,
    };
    if let (Some(input_tokens), Some(output_tokens)) = (answer.usage.input_tokens, answer.usage.output_tokens)
    {
        response.usage = Some(Usage { input_tokens, output_tokens, cost: None });
    }
    response
}

/// Returns the last answer of the model if the hooks left it alone, else one with what they made of it.
pub(crate) fn to_rig(
    last: Option<CompletionResponse>,
    wanted: ModelResponse,
    model: &str,
) -> Result<CompletionResponse> {
    let origin = || Origin::new("hookwire", "hookwire", model);
    let empty = || CompletionResponse::new(Vec::new(), RigUsage::default(), origin(), Value::Null);
    let mut answer = last.unwrap_or_else(empty);
    let given = from_rig(&answer);
    if (&given.message, &given.thinking, given.finish) == (&wanted.message, &wanted.thinking, wanted.finish) {
        return Ok(answer);
    }
    // The provider's own document has what the hooks may have taken out.
    answer.raw = Value::Null;
    if given.thinking != wanted.thinking {
        answer.choice.retain(|part| !matches!(part, AssistantContent::Reasoning(_)));
        answer.choice.insert(0, AssistantContent::Reasoning(Reasoning::new(wanted.thinking)));
    }
    if given.message.text != wanted.message.text {
        answer.choice = with_text(answer.choice, wanted.message.text);
    }
    if given.message.calls != wanted.message.calls {
        answer.choice.retain(|part| !matches!(part, AssistantContent::ToolCall(_)));
        let calls = wanted.message.calls.into_iter().map(call).collect::<Result<Vec<_>>>()?;
        answer.choice.extend(calls);
    }
    Ok(match answer.finish_reason() {
        _ if given.finish != wanted.finish => answer.with_finish_reason(finish(wanted.finish)),
        // Rig makes this `ToolCalls` again if there still are calls.
        Some(FinishReason::ToolCalls) => answer.with_finish_reason(FinishReason::Stop),
        _ => answer,
    })
}

fn call(call: ToolCall) -> Result<AssistantContent> {
    let name = ToolName::new(call.tool).map_err(Error::from)?;
    let function = ToolFunction::new(name, call.args);
    Ok(AssistantContent::ToolCall(message::ToolCall::from_wire(call.id, function)))
}

fn finish(finish: Finish) -> FinishReason {
    match finish {
        Finish::Length => FinishReason::Length,
        Finish::Filter => FinishReason::ContentFilter,
        _ => FinishReason::Stop,
    }
}
