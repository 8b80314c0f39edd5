use super::chunk::ToolCallPart;
use super::sse::MAX_EVENT_BYTES;
use crate::call_ids::CallIds;
use hookwire::points::{ModelRequest, ToolCall};
use serde_json::{Map, Value};

/// An assembler of tool calls that come in parts.
#[derive(Debug, Default)]
pub(super) struct ToolCallAssembler {
    partial: Vec<PartialCall>,
    bytes: usize,
}

#[derive(Debug, Default)]
struct PartialCall {
    index: Option<u64>,
    id: String,
    name: String,
    args: String,
}

impl ToolCallAssembler {
    /// Adds a part; returns `false` if all calls together are too long.
    pub(super) fn add(&mut self, part: ToolCallPart) -> bool {
        let id = part.id.unwrap_or_default();
        let (name, args) = part.function.map_or((None, None), |function| (function.name, function.arguments));
        let name = name.unwrap_or_default();
        let args = match args {
            None | Some(Value::Null) => String::new(),
            Some(Value::String(piece)) => piece,
            Some(whole) => whole.to_string(),
        };
        // An empty part takes memory, too.
        self.bytes += id.len() + name.len() + args.len() + size_of::<PartialCall>();
        let call = self.call_of(part.index, &id, &name);
        if call.id.is_empty() {
            call.id = id;
        }
        if call.name.is_empty() {
            call.name = name;
        }
        call.args.push_str(&args);
        self.bytes <= MAX_EVENT_BYTES
    }

    /// Returns the call that a part belongs to: the last one with its index. A part with another id begins a new call,
    /// because some servers give all calls the same index; so does a part with a name and neither index nor id.
    fn call_of(&mut self, index: Option<u64>, id: &str, name: &str) -> &mut PartialCall {
        let continues = |call: &PartialCall| {
            let has_other_id = !id.is_empty() && !call.id.is_empty() && call.id != id;
            let is_named_anew = index.is_none() && id.is_empty() && !name.is_empty();
            !has_other_id && !is_named_anew
        };
        let last = self.partial.iter().rposition(|call| call.index == index);
        let at = last.filter(|at| continues(&self.partial[*at])).unwrap_or_else(|| {
            self.partial.push(PartialCall { index, ..PartialCall::default() });
            self.partial.len() - 1
        });
        &mut self.partial[at]
    }

    /// Returns the whole calls, in the order in which they began.
    pub(super) fn finish(&mut self, request: &ModelRequest) -> Vec<ToolCall> {
        let named = std::mem::take(&mut self.partial).into_iter().filter(|call| !call.name.is_empty());
        let mut ids = CallIds::of(request);
        let finish = |(at, partial): (usize, PartialCall)| {
            let mut call = ToolCall::new(partial.name, arguments(partial.args));
            call.id = ids.unique(partial.id, at);
            call
        };
        named.enumerate().map(finish).collect()
    }
}

/// Parses arguments: an empty text is an empty object, and a text that is not JSON stays a text.
fn arguments(text: String) -> Value {
    if text.trim().is_empty() {
        return Value::Object(Map::new());
    }
    serde_json::from_str(&text).unwrap_or(Value::String(text))
}
