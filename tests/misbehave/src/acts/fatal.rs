use hookwire::Result;
use serde_json::Value;
use std::hint::black_box;
use std::time::Duration;

/// Calls itself until the stack ends.
#[allow(unconditional_recursion, reason = "that is what it is for")]
pub(super) fn overflow(depth: u64) -> u64 {
    let room = black_box([depth; 128]);
    overflow(depth + 1) + black_box(room)[0]
}

pub(super) async fn abort_in_thread() -> Result<String> {
    std::thread::Builder::new().spawn(|| {
        std::thread::sleep(Duration::from_millis(50));
        std::process::abort()
    })?;
    tokio::time::sleep(Duration::from_millis(300)).await;
    Ok("nothing has happened".into())
}

/// Returns a nested value; where it is deep, whoever walks through it falls, and whoever drops it.
pub(super) fn nested(levels: usize) -> Value {
    (0..levels).fold(Value::Null, |inside, _| Value::Array(vec![inside]))
}
