use super::outcome::Accumulate;
use crate::point::{HookPoint, Never, Unfit};

/// A hook point that can be fired: one of any kind but wrap.
///
/// Every such point has it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no hook point that can be fired",
    label = "name a point of `hookwire::points`, such as `ToolBefore`, or a type marked `#[hook_point(..)]`; a wrap point is not fired but run: `.wrap::<Point>(request, &operation)`"
)]
pub trait Fireable {
    /// The point itself.
    ///
    /// A function that takes an event mentions its point only as this: of a type that is no point the compiler then says
    /// so once, and nothing that follows from it.
    type Itself: HookPoint<Kind: Accumulate<Self::Itself>>;
}

#[diagnostic::do_not_recommend]
impl<P: HookPoint> Fireable for P
where
    P::Kind: Accumulate<P>,
{
    type Itself = P;
}

#[diagnostic::do_not_recommend]
impl<P> Fireable for P
where
    Unfit<P>: NeverFireable,
{
    type Itself = <Unfit<P> as NeverFireable>::Itself;
}

pub trait NeverFireable: Never {
    type Itself: HookPoint<Kind: Accumulate<Self::Itself>>;
}
