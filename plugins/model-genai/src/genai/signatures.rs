use super::conversation::Conversation;
use genai::chat::{ContentPart, MessageContent, ToolCall};
use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The number of answers that are remembered.
const CAPACITY: usize = 2048;

/// A cache of the signatures of answers that call tools. Some providers refuse the next request without them, and the
/// messages of a conversation have no place for them.
#[derive(Debug, Default)]
pub(crate) struct SignatureCache(Mutex<VecDeque<SignedAnswer>>);

/// An answer with signatures.
#[derive(Debug, Clone)]
struct SignedAnswer {
    conversation: Conversation,
    /// The number of messages before the answer.
    position: usize,
    /// The tool calls, with the ids that the conversation has.
    calls: Vec<ToolCall>,
    /// The parts before the text: reasoning and signatures.
    before: Vec<ContentPart>,
}

impl SignedAnswer {
    /// Returns how well the answer fits the calls of a message, or `None` if it is another answer.
    ///
    /// An agent may give its own ids to calls, so calls are also compared by their function and arguments.
    fn fit(&self, conversation: &Conversation, position: usize, calls: &[ToolCall]) -> Option<(bool, bool)> {
        let content = |call: &ToolCall| (call.fn_name.clone(), call.fn_arguments.clone());
        let same_id = calls.first().map(|call| &call.call_id) == self.calls.first().map(|call| &call.call_id);
        let same_content = || calls.iter().map(content).eq(self.calls.iter().map(content));
        let fits = self.conversation == *conversation && (same_id || same_content());
        fits.then_some((same_id, self.position == position))
    }

    fn signature(&self, index: usize, call: &ToolCall) -> Option<Vec<String>> {
        let by_id = self.calls.iter().find(|signed| signed.call_id == call.call_id);
        let by_index = || self.calls.get(index).filter(|signed| signed.fn_name == call.fn_name);
        by_id.or_else(by_index)?.thought_signatures.clone()
    }
}

impl SignatureCache {
    /// Remembers an answer, if it has tool calls and signatures.
    pub(super) fn remember(
        &self,
        conversation: &Conversation,
        position: usize,
        calls: &[ToolCall],
        content: &MessageContent,
    ) {
        let is_before = |part: &&ContentPart| {
            use ContentPart::{Custom, ReasoningContent, ThoughtSignature};
            matches!(part, ThoughtSignature(_) | ReasoningContent(_) | Custom(_))
        };
        let before: Vec<_> = content.parts().iter().filter(is_before).cloned().collect();
        let is_signed = before.iter().any(|part| !matches!(part, ContentPart::ReasoningContent(_)))
            || calls.iter().any(|call| call.thought_signatures.is_some());
        if calls.is_empty() || !is_signed {
            return;
        }
        let mut answers = self.lock();
        if answers.len() == CAPACITY {
            answers.pop_front();
        }
        let (conversation, calls) = (conversation.clone(), calls.to_vec());
        answers.push_back(SignedAnswer { conversation, position, calls, before });
    }

    /// Adds the signatures to the calls of an earlier answer and returns the parts before its text.
    pub(super) fn sign(
        &self,
        conversation: &Conversation,
        position: usize,
        calls: &mut [ToolCall],
    ) -> Vec<ContentPart> {
        if calls.is_empty() {
            return Vec::new();
        }
        let answers = self.lock();
        let fitting = answers.iter();
        let fitting = fitting.filter_map(|answer| Some((answer.fit(conversation, position, calls)?, answer)));
        let best = fitting.max_by_key(|(fit, _)| *fit).map(|(_, answer)| answer.clone());
        drop(answers);
        let Some(answer) = best else { return Vec::new() };
        for (index, call) in calls.iter_mut().enumerate() {
            call.thought_signatures = answer.signature(index, call);
        }
        answer.before
    }

    fn lock(&self) -> MutexGuard<'_, VecDeque<SignedAnswer>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
