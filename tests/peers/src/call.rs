//! The tool call every chain gets, and what an interested hook does with it.

use std::cell::Cell;
use std::hint::black_box;

pub const ID: &str = "call_1";
pub const TOOL: &str = "read_file";
pub const ARGS: &str = r#"{"path":"src/main.rs","offset":0,"limit":200}"#;

thread_local!(static LOOKS: Cell<u64> = const { Cell::new(0) });

/// Reads the call. The count proves afterwards that every interested hook ran.
#[inline]
pub fn look<A: ?Sized>(name: &str, args: &A) {
    black_box(name);
    black_box(args);
    LOOKS.set(LOOKS.get() + 1);
}

/// Looks taken on this thread so far.
pub fn looks() -> u64 {
    LOOKS.get()
}

/// The arguments as a JSON value, for the peers that pass one.
pub fn args() -> serde_json::Value {
    serde_json::from_str(ARGS).expect("constant JSON")
}
