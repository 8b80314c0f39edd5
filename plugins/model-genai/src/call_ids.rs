use hookwire::points::ModelRequest;
use std::collections::HashSet;

/// The ids of the tool calls of a conversation: some servers give none, or the same to several calls.
#[derive(Debug)]
pub(crate) struct CallIds {
    taken: HashSet<String>,
    messages: usize,
}

impl CallIds {
    pub(crate) fn of(request: &ModelRequest) -> Self {
        let calls = request.messages.iter().flat_map(|message| &message.calls);
        Self { taken: calls.map(|call| call.id.clone()).collect(), messages: request.messages.len() }
    }

    /// Returns an id for a tool call of the answer that no other call has: the one it came with, if that is possible.
    pub(crate) fn unique(&mut self, id: String, index: usize) -> String {
        let messages = self.messages;
        let mut own = match id.as_str() {
            "" => format!("call_{messages}_{index}"),
            id if self.taken.contains(id) => format!("{id}_{messages}_{index}"),
            _ => id,
        };
        while !self.taken.insert(own.clone()) {
            own.push('_');
        }
        own
    }
}
