//! Casts between what a hook point gives and what a hook's method takes and returns.

use super::error::IsError;
use crate::chain::Next;
use crate::cx::Cx;
use crate::error::Error;
use crate::point::{HookPoint, Input, Output, Wrap};

#[diagnostic::on_unimplemented(
    message = "a hook at `{P}` is given `{Expected}`, not `{Self}`",
    label = "this parameter must be `{Expected}`"
)]
pub trait IsGiven<P, Expected> {
    fn given(given: Expected) -> Self;
}

impl<P, T> IsGiven<P, T> for T {
    #[inline]
    fn given(given: T) -> T {
        given
    }
}

/// Casts what the point gives to what the method takes: the same type, or an error on the method's parameter.
#[inline]
pub fn given<'a, P: HookPoint, T: IsGiven<P, Input<'a, P>>>(input: Input<'a, P>) -> T {
    T::given(input)
}

#[diagnostic::on_unimplemented(
    message = "a hook at `{Self}` is not given a `Next`",
    label = "only a `wrap` point has one; take the event alone"
)]
pub trait IsWrap: HookPoint + Sized {
    fn split(input: Input<'_, Self>) -> (Self::Event, Next<'_, Self>);
}

#[diagnostic::do_not_recommend]
impl<P: HookPoint<Kind = Wrap>> IsWrap for P {
    #[inline]
    fn split(input: Input<'_, P>) -> (P::Event, Next<'_, P>) {
        input
    }
}

/// Casts the request that a wrap point gives.
#[inline]
pub fn request<P: HookPoint, T: IsGiven<P, P::Event>>(request: P::Event) -> T {
    T::given(request)
}

/// Casts the rest of the chain that a wrap point gives.
#[inline]
pub fn next<'a, P: HookPoint, T: IsGiven<P, Next<'a, P>>>(next: Next<'a, P>) -> T {
    T::given(next)
}

#[diagnostic::on_unimplemented(
    message = "the last parameter of a hook is its `&Cx`, not `{Self}`",
    label = "this must be `&Cx`, or not be there"
)]
pub trait IsCx<'a> {
    fn given(cx: &'a Cx) -> Self;
}

impl<'a> IsCx<'a> for &'a Cx {
    #[inline]
    fn given(cx: &'a Cx) -> Self {
        cx
    }
}

#[inline]
pub fn cx<'a, T: IsCx<'a>>(cx: &'a Cx) -> T {
    T::given(cx)
}

#[diagnostic::on_unimplemented(
    message = "a hook at `{P}` cannot return `{Self}`",
    label = "return `{Expected}` or `hookwire::Result<{Expected}>`"
)]
pub trait IsReturned<P, Expected> {
    fn returned(self) -> Result<Expected, Error>;
}

impl<P, T> IsReturned<P, T> for T {
    #[inline]
    fn returned(self) -> Result<T, Error> {
        Ok(self)
    }
}

impl<P, T, E: IsError> IsReturned<P, T> for Result<T, E> {
    #[inline]
    fn returned(self) -> Result<T, Error> {
        self.map_err(IsError::error)
    }
}

/// What an adapter returns.
pub type Returned<P> = Result<Output<P>, Error>;

#[inline]
pub fn returned<P: HookPoint, T: IsReturned<P, Output<P>>>(value: T) -> Result<Output<P>, Error> {
    value.returned()
}
