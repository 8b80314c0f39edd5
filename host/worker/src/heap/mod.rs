//! The heap: an allocator that counts what each plugin has, and that ends a worker which has too much.
//!
//! A binary installs it by one line:
//!
//! ```
//! #[global_allocator]
//! static HEAP: hookwire_worker::Heap = hookwire_worker::Heap::new();
//! ```
//!
//! Each block has the account of its owner beside it (16 bytes; more for a block aligned to more), so that it is taken off that
//! account again whichever thread frees it. The owner is the plugin whose code is polled on the thread that allocates. What a
//! service of the host allocates inside a call of a plugin counts as the plugin's; what code in C, threads that a plugin has made
//! and tasks that it has spawned around `cx.spawn` allocate counts as the host's. So does what a thread allocates while it panics. The
//! numbers are those of `hookwire::watchdog::usage()`.

mod allocator;
mod cap;

pub use allocator::{EXIT_CODE, Heap};
pub use cap::{Exceeded, exceeded, on_exceeded, total};
