//! What every misbehaviour stops at by itself, where nothing else stops it.

use std::time::Duration;

/// How long a loop runs.
pub const LOOP: Duration = Duration::from_mins(2);
/// How long something sleeps that blocks its thread.
pub const SLEEP: Duration = Duration::from_secs(30);
/// How many bytes an allocation bomb takes.
pub const MEMORY: usize = 2 << 30;
/// How many bytes leak in one call.
pub const LEAK: usize = 32 << 20;
/// How many processes a fork bomb makes, and how many zombies.
pub const PROCESSES: usize = 64;
/// How long such a process lives, in seconds.
pub const PROCESS_LIFE: u32 = 5;
/// How many threads a thread bomb makes.
pub const THREADS: usize = 512;
/// How many descriptors are opened.
pub const DESCRIPTORS: usize = 4096;
/// How many bytes a flood writes to a standard stream.
pub const OUTPUT: usize = 64 << 20;
/// How many lines a flood writes to the log.
pub const LOG_LINES: usize = 20_000;
/// How often a service of the host is asked.
pub const SERVICE_CALLS: usize = 200_000;
/// How deep a value is nested that no stack holds.
pub const DEPTH: usize = 200_000;
/// How deep a value is nested that fits into a message between two processes.
pub const MESSAGE_DEPTH: usize = 900;
/// How deep a schema is nested that fits into such a message; each level of it has two of JSON.
pub const SCHEMA_DEPTH: usize = 400;
/// How deep a schema is nested that a host takes.
pub const TALL_SCHEMA: usize = 60;
