use hookwire::points::ModelRequest;

/// Returns an id for a tool call that no other call of the conversation has: some servers give none, or always the same.
pub(crate) fn unique(id: String, index: usize, request: &ModelRequest) -> String {
    let mut calls = request.messages.iter().flat_map(|message| &message.calls);
    if id.is_empty() {
        format!("call_{}_{index}", request.messages.len())
    } else if calls.any(|call| call.id == id) {
        format!("{id}_{}_{index}", request.messages.len())
    } else {
        id
    }
}
