//! Hook points: the places in the host's life that plugins can hook.

mod duration_text;
mod info;
mod kind;
mod policy;
mod verdict;

pub use info::{Assemble, Ordinal, PointInfo, catalogue};
pub use kind::{Answer, Collect, Edit, Gate, Kind, KindName, Observe, Wrap};
pub use policy::{FailurePolicy, HookPolicy, HookPolicyOverride};
pub use verdict::Verdict;

use serde::{Serialize, de::DeserializeOwned};
use std::fmt::Debug;

/// What travels through a hook point: plain data, so that it can be cloned, written down and sent to a
/// worker process.
pub trait Payload: Debug + Clone + Serialize + DeserializeOwned + Send + Sync + 'static {}

impl<T: Debug + Clone + Serialize + DeserializeOwned + Send + Sync + 'static> Payload for T {}

/// Names a place in the host's life: its event, its kind and its outcome.
///
/// Written by [`#[hook_point]`](macro@crate::hook_point); any crate may own some.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a hook point",
    label = "name a type marked `#[hook_point(..)]` here, or a built-in point as a string: `#[hook(\"tool.before\")]`"
)]
pub trait HookPoint: Sized + 'static {
    /// What a hook may do here.
    type Kind: Kind<Self>;
    /// What a hook is given; for a wrap point, the request.
    type Event: Payload;
    /// What hooks make here: an answer, an item, a response; `()` where the kind makes nothing.
    type Outcome: Payload;
    /// Everything else that is known of the point before the program runs.
    const INFO: &'static PointInfo;
}

/// What a method at `P` takes after `&self`.
pub type Input<'a, P> = <<P as HookPoint>::Kind as Kind<P>>::Input<'a>;

/// What a method at `P` returns, without the `Result` around it.
pub type Output<P> = <<P as HookPoint>::Kind as Kind<P>>::Output;
