use super::info::PointInfo;
use super::kind_name::KindName;
use serde::{Serialize, de::DeserializeOwned};
use std::fmt::Debug;

/// The data that travels through a hook point: plain, so that it can be cloned, written down and sent to a worker
/// process.
pub trait Payload: Debug + Clone + Serialize + DeserializeOwned + Send + Sync + 'static {}

impl<T: Debug + Clone + Serialize + DeserializeOwned + Send + Sync + 'static> Payload for T {}

/// A place in the host's life that plugins can hook: its kind, its event and its outcome.
///
/// Written by [`#[hook_point]`](macro@crate::hook_point); any crate may own some.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a hook point",
    label = "name a point of `hookwire::points`, such as `ToolBefore`, or a type marked `#[hook_point(..)]`"
)]
pub trait HookPoint: Sized + 'static {
    /// The kind: what a hook may do here.
    type Kind: Kind<Self>;
    /// The type that a hook is given; for a wrap point, the request.
    type Event: Payload;
    /// The type that hooks make here: an answer, an item, a response; `()` where the kind makes nothing.
    type Outcome: Payload;
    /// Everything else that is known of the point before the program runs.
    const INFO: &'static PointInfo;
}

/// The type that a method at `P` takes after `&self`.
pub type Input<'a, P> = <<P as HookPoint>::Kind as Kind<P>>::Input<'a>;

/// The type that a method at `P` returns, without the `Result` around it.
pub type Output<P> = <<P as HookPoint>::Kind as Kind<P>>::Output;

/// A kind of points: what their hooks may do. There are the six of this module.
pub trait Kind<P: HookPoint>: sealed::Sealed + 'static {
    /// The type that a method takes after `&self`.
    type Input<'a>;
    /// The type that a method returns, without the `Result` around it.
    type Output: Send;
    /// The kind as a value.
    const NAME: KindName;
}

pub(super) mod sealed {
    pub trait Sealed {}
}
