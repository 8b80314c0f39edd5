//! The only `unsafe` code: futures of any plugin, polled in place, and values found again by type.
//!
//! # Why this is sound
//!
//! A [`Handler<P>`] forgets two types: the plugin `S` whose method it calls and the future `Fut` that the
//! method makes. Both are brought back by the functions that were made for exactly these types:
//!
//! 1. **The plugin.** A [`HookCall`] exists only if an `S` was found in the instance, and it owns the instance (an
//!    `Arc` that nobody has exclusively), so `this` points to a live `S` for as long as the `HookCall` is borrowed.
//! 2. **The functions.** `F` and `R` are zero-sized (asserted at compile time) and `Copy`, and a value of each
//!    was given to the constructor, so they are inhabited and a value can be made from nothing.
//! 3. **The future.** [`FutureMemory`](memory::FutureMemory) gives memory of at least `Layout::new::<Fut>()`. A type's
//!    layout does not depend on its lifetimes, so the layout of `Fut<'static>` is that of every `Fut<'a>`.
//! 4. **Pinning.** A [`HookSlot`] is `!Unpin` and is only ever used pinned; its memory never moves and is not reused
//!    before the future in it was dropped. [`drive`](handler) drops the future however its poll ends, a panic
//!    included, unless it waits; `waiting` names a hook exactly while its future waits, and is cleared before
//!    that is polled or dropped, so a panic in `poll` or in `drop` neither leaks nor drops twice.
//! 5. **Borrows.** The future borrows the plugin (1), the slot's `cx` and the event for `'a`. `cx` is a
//!    bitwise view of a `Cx` that is borrowed for `'a`; it is never dropped. An exclusive event is lent to one
//!    future at a time: [`HookSlot::begin`] drops one that waits first, and [`HookSlot::event`] refuses to look
//!    while one waits.
//! 6. **Threads.** Futures are `Send` (bound of [`Deferred`]), plugins and events `Send + Sync`, so a slot is
//!    `Send`.
//! 7. **Values.** An [`Erased`] has the `TypeId` of its value, and compares it before it gives the value back; `Any`
//!    would do the same through a call.
#![allow(clippy::inline_always, reason = "the hot path is one function a hook, in every build")]
#![allow(unsafe_code, reason = "see the argument above; no other folder may")]

mod call;
mod handler;
mod lend;
mod memory;
mod slot;
mod value;

pub(super) use call::HookCall;
pub use handler::{Deferred, Handler};
pub use lend::{Exclusive, Lend};
pub(super) use memory::{Inline, OutsideLayout};
pub(super) use slot::HookSlot;
pub use value::Erased;
