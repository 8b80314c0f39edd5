use genai::chat::{ContentPart, MessageContent, ToolCall};
use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

/// How many answers are remembered.
const ROOM: usize = 512;

/// Remembers the signatures of answers that call tools. Some providers refuse to go on without them, and a
/// conversation has no place for them.
#[derive(Debug, Default)]
pub(super) struct Thoughts(Mutex<VecDeque<Thought>>);

#[derive(Debug, Clone)]
struct Thought {
    calls: Vec<ToolCall>,
    /// What stood before the text.
    before: Vec<ContentPart>,
}

impl Thoughts {
    /// Keeps what an answer's calls cannot go without.
    pub(super) fn keep(&self, content: &MessageContent) {
        let is_before = |part: &&ContentPart| {
            use ContentPart::{Custom, ReasoningContent, ThoughtSignature};
            matches!(part, ThoughtSignature(_) | ReasoningContent(_) | Custom(_))
        };
        let before: Vec<_> = content.parts().iter().filter(is_before).cloned().collect();
        let calls: Vec<_> = content.tool_calls().into_iter().cloned().collect();
        let signed = before.iter().any(|part| !matches!(part, ContentPart::ReasoningContent(_)))
            || calls.iter().any(|call| call.thought_signatures.is_some());
        if calls.is_empty() || !signed {
            return;
        }
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() == ROOM {
            known.pop_front();
        }
        known.push_back(Thought { calls, before });
    }

    /// Gives the calls of an earlier answer their signatures and returns what stood before its text.
    pub(super) fn recall(&self, calls: &mut [ToolCall]) -> Vec<ContentPart> {
        let Some(first) = calls.first().map(|call| call.call_id.clone()) else { return Vec::new() };
        let known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let fits = |thought: &&Thought| thought.calls.first().is_some_and(|call| call.call_id == first);
        let Some(thought) = known.iter().rfind(fits).cloned() else { return Vec::new() };
        drop(known);
        for call in calls {
            let mut kept = thought.calls.iter();
            let kept = kept.find(|kept| kept.call_id == call.call_id);
            call.thought_signatures = kept.and_then(|kept| kept.thought_signatures.clone());
        }
        thought.before
    }
}
