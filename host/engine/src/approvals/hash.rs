use hookwire::points::ToolCall;
use serde_json::Value;
use sha2::{Digest, Sha256};

/// Returns the hash of what an approval covers: the tool and its arguments, whatever the order of their keys.
pub(crate) fn call_hash(call: &ToolCall) -> String {
    let mut digest = Sha256::new();
    digest.update(call.tool.as_bytes());
    digest.update([0]);
    digest.update(canonical(&call.args).as_bytes());
    hex::encode(digest.finalize())
}

/// Returns a value as JSON with sorted keys.
fn canonical(value: &Value) -> String {
    match value {
        Value::Object(fields) => {
            let mut keys: Vec<_> = fields.keys().collect();
            keys.sort();
            let field = |key: &String| format!("{}:{}", Value::from(&**key), canonical(&fields[key]));
            format!("{{{}}}", keys.into_iter().map(field).collect::<Vec<_>>().join(","))
        }
        Value::Array(items) => format!("[{}]", items.iter().map(canonical).collect::<Vec<_>>().join(",")),
        plain => plain.to_string(),
    }
}
