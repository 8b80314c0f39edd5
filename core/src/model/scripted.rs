use super::error::{ModelError, ProviderMessage};
use super::model::Model;
use super::piece::Piece;
use super::script::{Scene, Script, Step};
use crate::cx::Cx;
use crate::lock::lock;
use crate::points::{Finish, Message, MessageRole, ModelRequest, ToolCall, Usage};
use futures_util::StreamExt;
use futures_util::stream::{self, BoxStream};
use serde_json::Value;
use std::collections::HashMap;
use std::sync::Mutex;
use std::time::Duration;

/// A model that plays a script: the same question, the same answer.
#[derive(Debug, Default)]
pub struct Scripted {
    script: Script,
    /// How often a step has failed, by the conversation's identity and length.
    failed: Mutex<HashMap<(Option<String>, usize), usize>>,
}

impl Scripted {
    /// Makes a model of a script.
    pub fn new(script: Script) -> Self {
        Self { script, failed: Mutex::default() }
    }

    /// Makes a model that answers everything with what it was told.
    pub fn echo() -> Self {
        let step = Step { text: "{message}".into(), ..Step::default() };
        Self::new(Script { scenes: vec![Scene { on: String::new(), steps: vec![step] }] })
    }

    fn step(&self, message: &str, asked: usize) -> Option<(Step, bool)> {
        let said = message.to_lowercase();
        let scene = self.script.scenes.iter().find(|scene| said.contains(&scene.on.to_lowercase()))?;
        let last = scene.steps.len().checked_sub(1)?;
        Some((scene.steps[asked.min(last)].clone(), asked > last))
    }

    fn failure(&self, step: &Step, request: &ModelRequest, cx: &Cx) -> Option<ModelError> {
        if step.fail.is_empty() {
            return None;
        }
        let key = (cx.identity().session.clone(), request.messages.len());
        let mut failed = lock(&self.failed);
        let count = failed.entry(key.clone()).or_default();
        *count += 1;
        let Some(failure) = step.fail.get(*count - 1) else {
            failed.remove(&key);
            return None;
        };
        let message = format!("status {}, says the script", failure.status);
        let message = ProviderMessage::with_status(message, failure.status);
        Some(match failure.status {
            429 => ModelError::RateLimited {
                retry_after: failure.retry_after_ms.map(Duration::from_millis),
                message,
            },
            500.. => ModelError::Unavailable(message),
            _ => ModelError::Refused(message),
        })
    }
}

impl Model for Scripted {
    fn stream<'a>(
        &'a self,
        request: &'a ModelRequest,
        cx: &'a Cx,
    ) -> BoxStream<'a, Result<Piece, ModelError>> {
        let (message, result, asked) = situation(&request.messages);
        let Some((step, over)) = self.step(message, asked) else {
            let why = format!("the script has no scene for \"{message}\"");
            return stream::iter([Err(ModelError::Refused(why.into()))]).boxed();
        };
        if let Some(error) = self.failure(&step, request, cx) {
            return stream::iter([Err(error)]).boxed();
        }
        let fill = |text: &str| text.replace("{message}", message).replace("{result}", result);
        let mut pieces: Vec<_> = words(&fill(&step.thinking)).map(Piece::Thinking).collect();
        pieces.extend(words(&fill(&step.text)).map(Piece::Text));
        if !over {
            pieces.extend(step.calls.iter().enumerate().map(|(index, call)| {
                let mut made = ToolCall::new(&*call.tool, filled(&call.args, &fill));
                made.id = format!("call_{}_{index}", request.messages.len());
                Piece::Call(made)
            }));
        }
        let usage = Some(usage(request, &pieces));
        match step.cut_after {
            Some(pieces_left) => pieces.truncate(pieces_left),
            None => pieces.push(Piece::End { finish: Finish::Stop, usage }),
        }
        paced(pieces, Duration::from_millis(step.pace_ms))
    }
}

fn paced<'a>(pieces: Vec<Piece>, pace: Duration) -> BoxStream<'a, Result<Piece, ModelError>> {
    let pieces = stream::iter(pieces);
    if pace.is_zero() {
        return pieces.map(Ok).boxed();
    }
    let wait = move |piece| async move {
        tokio::time::sleep(pace).await;
        Ok(piece)
    };
    pieces.then(wait).boxed()
}

/// Returns the last user message, the last tool result after it, and how often the model has answered since.
fn situation(messages: &[Message]) -> (&str, &str, usize) {
    let at = messages.iter().rposition(|message| message.role == MessageRole::User);
    let since = at.map_or(messages, |at| &messages[at..]);
    let said = since.first().map_or("", |message| &message.text);
    let result = since.iter().rfind(|message| message.role == MessageRole::Tool);
    let asked = since.iter().filter(|message| message.role == MessageRole::Assistant).count();
    (said, result.map_or("", |message| &message.text), asked)
}

/// Cuts a text behind each blank, so that the pieces together are the text.
fn words(text: &str) -> impl Iterator<Item = String> {
    text.split_inclusive(' ').map(str::to_owned)
}

fn filled(args: &Value, fill: &impl Fn(&str) -> String) -> Value {
    match args {
        Value::String(text) => Value::String(fill(text)),
        Value::Array(items) => items.iter().map(|item| filled(item, fill)).collect(),
        Value::Object(fields) => {
            fields.iter().map(|(key, value)| (key.clone(), filled(value, fill))).collect()
        }
        other => other.clone(),
    }
}

/// Counts words for tokens.
fn usage(request: &ModelRequest, pieces: &[Piece]) -> Usage {
    let words = |text: &str| text.split_whitespace().count() as u64;
    let read = request.messages.iter().map(|message| words(&message.text)).sum::<u64>();
    Usage { input_tokens: read + words(&request.system), output_tokens: pieces.len() as u64, cost: None }
}
