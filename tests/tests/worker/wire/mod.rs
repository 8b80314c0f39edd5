//! Requests, answers and streams between two processes.

mod cancel;
mod echo;
mod ends;
mod fuzz;
mod lies;
mod quotas;
mod streams;
mod support;
mod sync_calls;
