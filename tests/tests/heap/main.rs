//! What plugins take: memory, counted by the allocator of this binary, and time of processors, with the limits of both.
//!
//! The allocator is aimed at by `accounts` and `cap`, which `tests/run` also runs under valgrind.

mod accounts;
mod budget;
mod cap;
mod cpu;
mod limits;

use hookwire_worker::Heap;
use std::alloc::System;

// Over the one of the system, whichever feature the workspace was built with: valgrind sees into that.
#[global_allocator]
static HEAP: Heap<System> = Heap::over(System);
