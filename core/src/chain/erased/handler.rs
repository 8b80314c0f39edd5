use crate::cx::Cx;
use crate::error::Result;
use crate::plugin::{Held, Instance};
use crate::point::{HookPoint, Input, Output};
use std::alloc::Layout;
use std::fmt;
use std::mem;
use std::pin::Pin;
use std::ptr::{self, NonNull};
use std::task::{Context, Poll};

/// A plugin's method at `P`, with the plugin's type forgotten.
pub struct Handler<P: HookPoint> {
    /// Finds the plugin in an instance, if it is of the right type.
    pub(super) find: fn(&Instance) -> Option<NonNull<()>>,
    pub(super) call: Call<P>,
    /// The layout of the method's future; `None` for a plain method.
    layout: Option<Layout>,
}

pub(super) enum Call<P: HookPoint> {
    Now(Now<P>),
    Later(Begin<P>, Waiting<P>),
}

impl<P: HookPoint> Clone for Call<P> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<P: HookPoint> Copy for Call<P> {}

pub(super) type Now<P> = for<'a> unsafe fn(NonNull<()>, &'a Cx, Input<'a, P>) -> Result<Output<P>>;

pub(super) type Begin<P> = for<'a> unsafe fn(
    *mut u8,
    NonNull<()>,
    &'a Cx,
    Input<'a, P>,
    &mut Context<'_>,
) -> Poll<Result<Output<P>>>;

/// The functions for a future that waits.
pub(super) struct Waiting<P: HookPoint> {
    pub(super) resume: unsafe fn(*mut u8, &mut Context<'_>) -> Poll<Result<Output<P>>>,
    pub(super) drop: unsafe fn(*mut u8),
}

impl<P: HookPoint> Clone for Waiting<P> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<P: HookPoint> Copy for Waiting<P> {}

/// A function that calls an `async` method of `S` at `P`; implemented for every such function.
pub trait Deferred<'a, P: HookPoint, S>: Copy + 'static {
    /// What the method returns.
    type Returned;
    /// The future of the call.
    type Future: Future<Output = Self::Returned> + Send + 'a;
    /// Makes the future.
    fn call(self, this: &'a S, cx: &'a Cx, input: Input<'a, P>) -> Self::Future;
}

impl<'a, P, S, F, Fut> Deferred<'a, P, S> for F
where
    P: HookPoint,
    S: 'a,
    F: Fn(&'a S, &'a Cx, Input<'a, P>) -> Fut + Copy + 'static,
    Fut: Future + Send + 'a,
{
    type Returned = Fut::Output;
    type Future = Fut;

    #[inline]
    fn call(self, this: &'a S, cx: &'a Cx, input: Input<'a, P>) -> Fut {
        self(this, cx, input)
    }
}

impl<P: HookPoint> Handler<P> {
    /// Wraps a function that calls a plain method.
    pub const fn immediate<S, F>(_: F) -> Self
    where
        S: Send + Sync + 'static,
        F: for<'a> Fn(&'a S, &'a Cx, Input<'a, P>) -> Result<Output<P>> + Copy + 'static,
    {
        const { assert!(size_of::<F>() == 0, "a handler is a plain function") }
        Self { find: find::<S>, call: Call::Now(now::<P, S, F>), layout: None }
    }

    /// Wraps a function that calls an `async` method, and one that takes what the method returns.
    pub const fn deferred<S, F, R, T>(_: F, _: R) -> Self
    where
        S: Send + Sync + 'static,
        F: for<'a> Deferred<'a, P, S, Returned = T>,
        R: Fn(T) -> Result<Output<P>> + Copy + 'static,
    {
        const { assert!(size_of::<F>() == 0, "a handler is a plain function") }
        const { assert!(size_of::<R>() == 0, "a handler is a plain function") }
        const { assert!(!P::INFO.sync, "hooks at this point are plain functions: remove `async`") }
        let waiting = Waiting { resume: resume::<P, S, F, R, T>, drop: drop_in_place::<P, S, F> };
        Self {
            find: find::<S>,
            call: Call::Later(begin::<P, S, F, R, T>, waiting),
            layout: Some(Layout::new::<<F as Deferred<'static, P, S>>::Future>()),
        }
    }

    pub(in crate::chain) fn layout(&self) -> Option<Layout> {
        self.layout
    }
}

impl<P: HookPoint> fmt::Debug for Handler<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Handler<{}>", P::INFO.name)
    }
}

fn find<S: Send + Sync + 'static>(instance: &Instance) -> Option<NonNull<()>> {
    Held::<S>::find(&**instance).map(|plugin| NonNull::from(plugin).cast())
}

/// # Safety
/// `F` is inhabited and zero-sized.
#[inline(always)]
unsafe fn conjure<F: Copy>() -> F {
    // SAFETY: a read of no bytes through a dangling, aligned pointer (2).
    unsafe { NonNull::<F>::dangling().as_ptr().read() }
}

/// # Safety
/// `this` points to an `S` that lives for `'a`; `F` is inhabited and zero-sized.
unsafe fn now<'a, P, S, F>(this: NonNull<()>, cx: &'a Cx, input: Input<'a, P>) -> Result<Output<P>>
where
    P: HookPoint,
    S: 'static,
    F: for<'x> Fn(&'x S, &'x Cx, Input<'x, P>) -> Result<Output<P>> + Copy,
{
    // SAFETY: by the caller.
    unsafe { conjure::<F>()(this.cast::<S>().as_ref(), cx, input) }
}

/// Writes the future, polls it once and drops it unless it waits: the whole call in the common case.
///
/// # Safety
/// As for [`now`]; `place` is free memory of the future's layout that stays put until the future is dropped.
unsafe fn begin<'a, P, S, F, R, T>(
    place: *mut u8,
    this: NonNull<()>,
    cx: &'a Cx,
    input: Input<'a, P>,
    task: &mut Context<'_>,
) -> Poll<Result<Output<P>>>
where
    P: HookPoint,
    S: 'static,
    F: for<'x> Deferred<'x, P, S, Returned = T>,
    R: Fn(T) -> Result<Output<P>> + Copy,
{
    // SAFETY: by the caller; the write makes the memory a live future.
    unsafe {
        let this = this.cast::<S>().as_ref();
        let future = <F as Deferred<'a, P, S>>::call(conjure::<F>(), this, cx, input);
        place.cast::<<F as Deferred<'a, P, S>>::Future>().write(future);
        drive::<<F as Deferred<'a, P, S>>::Future>(place, task).map(conjure::<R>())
    }
}

/// # Safety
/// A live future of `F` lies at `place`; `R` is inhabited and zero-sized.
unsafe fn resume<P, S, F, R, T>(place: *mut u8, task: &mut Context<'_>) -> Poll<Result<Output<P>>>
where
    P: HookPoint,
    S: 'static,
    F: Deferred<'static, P, S, Returned = T>,
    R: Fn(T) -> Result<Output<P>> + Copy,
{
    // SAFETY: by the caller; the lifetimes of the future play no part in its code or layout (3).
    unsafe { drive::<F::Future>(place, task).map(conjure::<R>()) }
}

/// # Safety
/// A live, pinned `Fut` lies at `place`; it is dropped, and this is its end, unless the answer is `Pending`.
#[inline(always)]
unsafe fn drive<Fut: Future>(place: *mut u8, task: &mut Context<'_>) -> Poll<Fut::Output> {
    /// Drops the future when the poll is over, by whatever end but that it waits.
    struct Done<Fut>(*mut Fut);

    impl<Fut> Drop for Done<Fut> {
        fn drop(&mut self) {
            // SAFETY: made of a live future that nobody uses any more (4).
            unsafe { ptr::drop_in_place(self.0) }
        }
    }

    let done = Done(place.cast::<Fut>());
    // SAFETY: by the caller.
    let answer = unsafe { Pin::new_unchecked(&mut *done.0).poll(task) };
    // Dropped by name: what is returned already would leak if this drop panicked (rust-lang/rust#47949).
    if answer.is_pending() {
        mem::forget(done);
    } else {
        drop(done);
    }
    answer
}

/// # Safety
/// A live future of `F` lies at `place`; nobody uses it afterwards.
unsafe fn drop_in_place<P, S, F>(place: *mut u8)
where
    P: HookPoint,
    S: 'static,
    F: Deferred<'static, P, S>,
{
    // SAFETY: by the caller.
    unsafe { ptr::drop_in_place(place.cast::<F::Future>()) }
}
