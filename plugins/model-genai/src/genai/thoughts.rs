use super::asker::Asker;
use genai::chat::{ContentPart, MessageContent, ToolCall};
use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// How many answers are remembered.
const ROOM: usize = 2048;

/// Remembers the signatures of answers that call tools. Some providers refuse to go on without them, and a
/// conversation has no place for them.
#[derive(Debug, Default)]
pub(crate) struct Thoughts(Mutex<VecDeque<Thought>>);

#[derive(Debug, Clone)]
struct Thought {
    asker: Asker,
    /// How many messages stood before the answer.
    place: usize,
    /// With the ids that the conversation was given.
    calls: Vec<ToolCall>,
    /// What stood before the text.
    before: Vec<ContentPart>,
}

impl Thought {
    /// Returns how well it fits the calls of a message; `None`, if it is another's.
    ///
    /// An agent may give calls ids of its own, so that they are also known by what they ask for.
    fn fit(&self, asker: &Asker, place: usize, calls: &[ToolCall]) -> Option<(bool, bool)> {
        let what = |call: &ToolCall| (call.fn_name.clone(), call.fn_arguments.clone());
        let named = calls.first().map(|call| &call.call_id) == self.calls.first().map(|call| &call.call_id);
        let same = || calls.iter().map(what).eq(self.calls.iter().map(what));
        (self.asker == *asker && (named || same())).then_some((named, self.place == place))
    }

    fn signature(&self, index: usize, call: &ToolCall) -> Option<Vec<String>> {
        let named = self.calls.iter().find(|kept| kept.call_id == call.call_id);
        let kept = named.or_else(|| self.calls.get(index).filter(|kept| kept.fn_name == call.fn_name));
        kept?.thought_signatures.clone()
    }
}

impl Thoughts {
    /// Keeps what an answer's calls cannot go without.
    pub(super) fn keep(&self, asker: &Asker, place: usize, calls: &[ToolCall], content: &MessageContent) {
        let is_before = |part: &&ContentPart| {
            use ContentPart::{Custom, ReasoningContent, ThoughtSignature};
            matches!(part, ThoughtSignature(_) | ReasoningContent(_) | Custom(_))
        };
        let before: Vec<_> = content.parts().iter().filter(is_before).cloned().collect();
        let signed = before.iter().any(|part| !matches!(part, ContentPart::ReasoningContent(_)))
            || calls.iter().any(|call| call.thought_signatures.is_some());
        if calls.is_empty() || !signed {
            return;
        }
        let mut known = self.known();
        if known.len() == ROOM {
            known.pop_front();
        }
        known.push_back(Thought { asker: asker.clone(), place, calls: calls.to_vec(), before });
    }

    /// Gives the calls of an earlier answer their signatures and returns what stood before its text.
    pub(super) fn recall(&self, asker: &Asker, place: usize, calls: &mut [ToolCall]) -> Vec<ContentPart> {
        if calls.is_empty() {
            return Vec::new();
        }
        let known = self.known();
        let fitting = known.iter().filter_map(|thought| Some((thought.fit(asker, place, calls)?, thought)));
        let best = fitting.max_by_key(|(fit, _)| *fit).map(|(_, thought)| thought.clone());
        drop(known);
        let Some(thought) = best else { return Vec::new() };
        for (index, call) in calls.iter_mut().enumerate() {
            call.thought_signatures = thought.signature(index, call);
        }
        thought.before
    }

    fn known(&self) -> MutexGuard<'_, VecDeque<Thought>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
