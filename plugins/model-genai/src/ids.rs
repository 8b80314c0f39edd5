use hookwire::points::ModelRequest;

/// Makes a call's id one that the conversation does not have yet; some servers give none, or always the same.
pub(crate) fn fresh(id: String, index: usize, request: &ModelRequest) -> String {
    let mut known = request.messages.iter().flat_map(|message| &message.calls);
    if id.is_empty() {
        format!("call_{}_{index}", request.messages.len())
    } else if known.any(|call| call.id == id) {
        format!("{id}_{}_{index}", request.messages.len())
    } else {
        id
    }
}
