use super::chunk::Part;
use super::events::LIMIT;
use crate::ids;
use hookwire::points::{ModelRequest, ToolCall};
use serde_json::{Map, Value};

/// Puts tool calls together that come in pieces.
#[derive(Debug, Default)]
pub(super) struct Calls {
    open: Vec<Open>,
    bytes: usize,
}

#[derive(Debug, Default)]
struct Open {
    index: Option<u64>,
    id: String,
    name: String,
    args: String,
}

impl Calls {
    /// Adds a piece; returns `false` if they grow too long.
    pub(super) fn add(&mut self, part: Part) -> bool {
        let id = part.id.unwrap_or_default();
        let (name, args) = part.function.map_or((None, None), |function| (function.name, function.arguments));
        let name = name.unwrap_or_default();
        let args = match args {
            None | Some(Value::Null) => String::new(),
            Some(Value::String(piece)) => piece,
            Some(whole) => whole.to_string(),
        };
        // What an empty piece costs counts as well.
        self.bytes += id.len() + name.len() + args.len() + size_of::<Open>();
        let open = self.open(part.index, &id, &name);
        if open.id.is_empty() {
            open.id = id;
        }
        if open.name.is_empty() {
            open.name = name;
        }
        open.args.push_str(&args);
        self.bytes <= LIMIT
    }

    /// Finds the call that a piece belongs to: that of its index, or without one the last. A piece with another id
    /// begins a call of its own, as some servers give all calls the same index.
    fn open(&mut self, index: Option<u64>, id: &str, name: &str) -> &mut Open {
        let belongs = |open: &Open| {
            let other = !id.is_empty() && !open.id.is_empty() && open.id != id;
            let again = index.is_none() && id.is_empty() && !name.is_empty();
            open.index == index && !other && !again
        };
        let at = self.open.iter().rposition(|open| open.index == index).filter(|at| belongs(&self.open[*at]));
        let at = at.unwrap_or_else(|| {
            self.open.push(Open { index, ..Open::default() });
            self.open.len() - 1
        });
        &mut self.open[at]
    }

    /// Returns the calls, in the order they began.
    pub(super) fn close(&mut self, request: &ModelRequest) -> Vec<ToolCall> {
        let open = std::mem::take(&mut self.open).into_iter().filter(|open| !open.name.is_empty());
        let close = |(at, open): (usize, Open)| {
            let mut call = ToolCall::new(open.name, arguments(open.args));
            call.id = ids::fresh(open.id, at, request);
            call
        };
        open.enumerate().map(close).collect()
    }
}

/// Reads arguments; none are an empty object, and what is no JSON stays a text.
fn arguments(text: String) -> Value {
    if text.trim().is_empty() {
        return Value::Object(Map::new());
    }
    serde_json::from_str(&text).unwrap_or(Value::String(text))
}
