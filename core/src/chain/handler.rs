//! The one file with `unsafe` code: futures of any plugin, polled in place.
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
//! 3. **The future.** [`Room`] gives memory of at least `Layout::new::<Fut>()`. A type's layout does not
//!    depend on its lifetimes, so the layout of `Fut<'static>` is that of every `Fut<'a>`.
//! 4. **Pinning.** [`Stage`] is `!Unpin` and is only ever used pinned; its room never moves and is not reused
//!    before the future in it was dropped. [`drive`] drops the future however its poll ends, a panic
//!    included, unless it waits; `waiting` names a hook exactly while its future waits, and is cleared before
//!    that is polled or dropped, so a panic in `poll` or in `drop` neither leaks nor drops twice.
//! 5. **Borrows.** The future borrows the plugin (1), the stage's `cx` and the event for `'a`. `cx` is a
//!    bitwise view of a `Cx` that is borrowed for `'a`; it is never dropped. An exclusive event is lent to one
//!    future at a time: [`Stage::begin`] drops one that waits first, and [`Stage::event`] refuses to look
//!    while one waits.
//! 6. **Threads.** Futures are `Send` (bound of [`Deferred`]), plugins and events `Send + Sync`, so a stage is
//!    `Send`.
//! 7. **Chains.** An [`Erased`] has the `TypeId` of the point whose chain it was made of, and compares it before it
//!    gives the chain back; `Any` would do the same through a call.
#![allow(clippy::inline_always, reason = "the hot path is one function a hook, in every build")]
#![allow(unsafe_code, reason = "see the argument above; no other file may")]

use super::Next;
use super::link::Chain;
use crate::cx::{Cx, Permissions};
use crate::error::Result;
use crate::plugin::{Held, Instance};
use crate::point::{Answer, Collect, Edit, Gate, HookPoint, Input, Kind, Observe, Output, Wrap};
use std::alloc::{self, Layout};
use std::any::{Any, TypeId};
use std::fmt;
use std::future::Future;
use std::marker::{PhantomData, PhantomPinned};
use std::mem::{self, ManuallyDrop, MaybeUninit};
use std::pin::Pin;
use std::ptr::{self, NonNull};
use std::task::{Context, Poll};

// ===== Handler =====

/// A plugin's method at `P`, with the plugin's type forgotten.
pub struct Handler<P: HookPoint> {
    /// Finds the plugin in an instance, if it is of the right type.
    find: fn(&Instance) -> Option<NonNull<()>>,
    call: Call<P>,
    /// What the method's future needs; `None` for a plain method.
    layout: Option<Layout>,
}

enum Call<P: HookPoint> {
    Now(Now<P>),
    Later(Begin<P>, Rest<P>),
}

impl<P: HookPoint> Clone for Call<P> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<P: HookPoint> Copy for Call<P> {}

type Now<P> = for<'a> unsafe fn(NonNull<()>, &'a Cx, Input<'a, P>) -> Result<Output<P>>;

type Begin<P> = for<'a> unsafe fn(
    *mut u8,
    NonNull<()>,
    &'a Cx,
    Input<'a, P>,
    &mut Context<'_>,
) -> Poll<Result<Output<P>>>;

/// What is done with a future that was not ready at once.
struct Rest<P: HookPoint> {
    resume: unsafe fn(*mut u8, &mut Context<'_>) -> Poll<Result<Output<P>>>,
    drop: unsafe fn(*mut u8),
}

impl<P: HookPoint> Clone for Rest<P> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<P: HookPoint> Copy for Rest<P> {}

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
        let rest = Rest { resume: resume::<P, S, F, R, T>, drop: drop_in_place::<P, S, F> };
        Self {
            find: find::<S>,
            call: Call::Later(begin::<P, S, F, R, T>, rest),
            layout: Some(Layout::new::<<F as Deferred<'static, P, S>>::Future>()),
        }
    }

    pub(super) fn layout(&self) -> Option<Layout> {
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

// ===== Bound =====

/// A handler and the instance it was made for, with all that a call needs beside each other.
pub(super) struct HookCall<P: HookPoint> {
    call: Call<P>,
    this: NonNull<()>,
    owner: &'static Permissions,
    pub(super) serial: u32,
    /// Keeps `this` alive.
    _instance: Instance,
}

// SAFETY: `this` is only ever used as a shared reference to the `Send + Sync` instance beside it.
unsafe impl<P: HookPoint> Send for HookCall<P> {}
// SAFETY: as above.
unsafe impl<P: HookPoint> Sync for HookCall<P> {}

impl<P: HookPoint> HookCall<P> {
    /// Joins the two, unless the instance is of another type than the handler was made for.
    pub(super) fn new(
        handler: &'static Handler<P>,
        instance: Instance,
        owner: &'static Permissions,
        serial: u32,
    ) -> Option<Self> {
        Some(Self {
            call: handler.call,
            this: (handler.find)(&instance)?,
            owner,
            serial,
            _instance: instance,
        })
    }

    /// Returns how to go on with the hook's future, which waits.
    fn rest(&self) -> Rest<P> {
        match self.call {
            Call::Later(_, rest) => rest,
            Call::Now(_) => unreachable!("a plain function never waits"),
        }
    }
}

// ===== Lending =====

/// Lends what a chain is fired with to one hook after the other.
pub trait Lend<P: HookPoint>: Kind<P> {
    /// What a chain is fired with.
    type Held<'a>: Send;
    /// Memory for a hook's future inside of the chain's own.
    #[doc(hidden)]
    type Inline: 'static;

    /// Lends it once more.
    ///
    /// # Safety
    /// Nothing that was made of an earlier loan is used any more.
    #[doc(hidden)]
    unsafe fn lend<'a>(held: &mut Self::Held<'a>) -> Self::Input<'a>;

    /// Looks at the event between two loans.
    ///
    /// # Safety
    /// As for [`lend`](Self::lend).
    #[doc(hidden)]
    unsafe fn look<'h>(held: &'h mut Self::Held<'_>) -> Option<&'h mut P::Event>;
}

macro_rules! shared {
    ($($kind:ty)*) => {$(
        impl<P: HookPoint> Lend<P> for $kind {
            type Held<'a> = &'a P::Event;
            type Inline = Inline;

            #[inline]
            unsafe fn lend<'a>(held: &mut <Self as Lend<P>>::Held<'a>) -> <Self as Kind<P>>::Input<'a> {
                held
            }

            unsafe fn look<'h>(_: &'h mut &P::Event) -> Option<&'h mut P::Event> {
                None
            }
        }
    )*};
}
shared!(Observe Gate Answer Collect);

/// An exclusive borrow of an event that is lent to one hook after the other.
#[derive(Debug)]
pub struct Exclusive<'a, E>(NonNull<E>, PhantomData<&'a mut E>);

// SAFETY: it is a `&mut E`.
unsafe impl<E: Send> Send for Exclusive<'_, E> {}

impl<'a, E> From<&'a mut E> for Exclusive<'a, E> {
    #[inline]
    fn from(event: &'a mut E) -> Self {
        Self(NonNull::from(event), PhantomData)
    }
}

impl<P: HookPoint> Lend<P> for Edit {
    type Held<'a> = Exclusive<'a, P::Event>;
    type Inline = Inline;

    #[inline]
    unsafe fn lend<'a>(held: &mut <Self as Lend<P>>::Held<'a>) -> <Self as Kind<P>>::Input<'a> {
        // SAFETY: made of a `&'a mut`, and the caller has given up earlier loans (5).
        unsafe { &mut *held.0.as_ptr() }
    }

    unsafe fn look<'h>(held: &'h mut Exclusive<'_, P::Event>) -> Option<&'h mut P::Event> {
        // SAFETY: as above, for as long as `held` is borrowed.
        Some(unsafe { held.0.as_mut() })
    }
}

impl<P: HookPoint> Lend<P> for Wrap {
    type Held<'a> = Option<(P::Event, Next<'a, P>)>;
    // The future of such a hook has the rest of the chain in it, and never fits.
    type Inline = ();

    unsafe fn lend<'a>(held: &mut <Self as Lend<P>>::Held<'a>) -> <Self as Kind<P>>::Input<'a> {
        held.take().expect("a wrap hook is begun once")
    }

    unsafe fn look<'h>(held: &'h mut Option<(P::Event, Next<'_, P>)>) -> Option<&'h mut P::Event> {
        held.as_mut().map(|(request, _)| request)
    }
}

// ===== Stage =====

/// Where one hook after the other runs.
pub(super) struct Stage<'h, 'a, P: HookPoint>
where
    P::Kind: Lend<P>,
{
    /// The hook that waits: its future lies in the room.
    waiting: Option<&'h HookCall<P>>,
    held: <P::Kind as Lend<P>>::Held<'a>,
    /// A view of the caller's `Cx`, with the owner of the hook that runs.
    cx: ManuallyDrop<Cx>,
    room: Room<<P::Kind as Lend<P>>::Inline>,
    _pinned: PhantomPinned,
}

// SAFETY: what the room holds is a `Send` future (6); the rest is `Send` by itself.
unsafe impl<P: HookPoint> Send for Stage<'_, '_, P> where P::Kind: Lend<P> {}

impl<'h, 'a, P: HookPoint> Stage<'h, 'a, P>
where
    P::Kind: Lend<P>,
{
    /// Sets the stage for hooks whose futures fit into `outside`, or into [`Room`] itself.
    #[inline]
    pub(super) fn new(
        held: <P::Kind as Lend<P>>::Held<'a>,
        cx: &'a Cx,
        outside: Outside<<P::Kind as Lend<P>>::Inline>,
    ) -> Self {
        // SAFETY: never dropped, and `cx` outlives `'a` (5).
        let mut view = ManuallyDrop::new(unsafe { ptr::read(cx) });
        view.descend();
        Self { waiting: None, held, cx: view, room: Room::new(outside), _pinned: PhantomPinned }
    }

    /// Calls a hook: to its end if it is plain or ready at once, else until it first waits.
    #[inline(always)]
    pub(super) fn begin(
        self: Pin<&mut Self>,
        hook: &'h HookCall<P>,
        task: &mut Context<'_>,
    ) -> Poll<Result<Output<P>>> {
        // SAFETY: nothing is moved out; the room stays where it is.
        let stage = unsafe { self.get_unchecked_mut() };
        if stage.waiting.is_some() {
            stage.clear();
        }
        stage.cx.set_owner(hook.owner);
        // SAFETY: the stage is pinned and drops the hook's future before itself, so the view lives long
        // enough (5); no earlier loan is left, because no future is live.
        let (cx, input) = unsafe {
            let cx: &'a Cx = &*ptr::from_ref::<Cx>(&stage.cx);
            (cx, P::Kind::lend(&mut stage.held))
        };
        match hook.call {
            // SAFETY: `HookCall` proves the type (1).
            Call::Now(call) => Poll::Ready(unsafe { call(hook.this, cx, input) }),
            Call::Later(begin, _) => {
                // SAFETY: as above; the room fits every hook of the chain (3) and is free (4).
                let answer = unsafe { begin(stage.room.place(), hook.this, cx, input, task) };
                if answer.is_pending() {
                    stage.waiting = Some(hook);
                }
                answer
            }
        }
    }

    /// Polls the hook that waits.
    pub(super) fn resume(self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<Result<Output<P>>> {
        // SAFETY: nothing is moved out.
        let stage = unsafe { self.get_unchecked_mut() };
        // Should the poll panic, the future is dropped on the way out.
        let hook = stage.waiting.take().expect("a hook waits");
        // SAFETY: it waited, so its future lies in the room (4).
        let answer = unsafe { (hook.rest().resume)(stage.room.place(), task) };
        if answer.is_pending() {
            stage.waiting = Some(hook);
        }
        answer
    }

    /// Returns whether a hook waits.
    #[inline]
    pub(super) fn is_live(&self) -> bool {
        self.waiting.is_some()
    }

    /// Drops the hook that waits, if there is one. A panic in its drop passes through.
    pub(super) fn abandon(self: Pin<&mut Self>) {
        // SAFETY: nothing is moved out.
        unsafe { self.get_unchecked_mut() }.clear();
    }

    /// Returns the event, unless a hook still has it or the kind only ever reads it.
    pub(super) fn event(self: Pin<&mut Self>) -> Option<&mut P::Event> {
        // SAFETY: nothing is moved out.
        let stage = unsafe { self.get_unchecked_mut() };
        if stage.waiting.is_some() {
            return None;
        }
        // SAFETY: no future is live, so no loan is (5).
        unsafe { P::Kind::look(&mut stage.held) }
    }

    #[cold]
    fn clear(&mut self) {
        if let Some(hook) = self.waiting.take() {
            // SAFETY: it waited, so its future lies in the room (4).
            unsafe { (hook.rest().drop)(self.room.place()) }
        }
    }
}

impl<P: HookPoint> Drop for Stage<'_, '_, P>
where
    P::Kind: Lend<P>,
{
    #[inline]
    fn drop(&mut self) {
        if self.waiting.is_some() {
            self.clear();
        }
    }
}

// ===== Room =====

/// How large a future may be and still lie inside the chain's own future.
const INLINE: usize = 512;

/// The one layout that fits all futures of a chain, if that has to be outside because `I` does not fit them.
pub(super) struct Outside<I>(Option<Layout>, PhantomData<fn() -> I>);

impl<I> Clone for Outside<I> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<I> Copy for Outside<I> {}

impl<I> Outside<I> {
    pub(super) fn of(layouts: impl Iterator<Item = Layout>) -> Self {
        let (mut size, mut align) = (1, 1);
        for layout in layouts {
            size = layout.size().max(size);
            align = layout.align().max(align);
        }
        let fits = size <= size_of::<I>() && align <= align_of::<I>();
        let layout = if fits { None } else { Layout::from_size_align(size, align).ok() };
        Self(layout, PhantomData)
    }
}

/// Memory for one future at a time.
struct Room<I> {
    heap: Option<(NonNull<u8>, Layout)>,
    inline: MaybeUninit<I>,
}

/// Enough for most hooks.
#[repr(align(16))]
#[derive(Debug)]
pub struct Inline {
    _bytes: [u8; INLINE],
}

impl<I> Room<I> {
    #[inline]
    fn new(outside: Outside<I>) -> Self {
        Self { heap: outside.0.map(allocate), inline: MaybeUninit::uninit() }
    }

    #[inline]
    fn place(&mut self) -> *mut u8 {
        match self.heap {
            Some((place, _)) => place.as_ptr(),
            None => self.inline.as_mut_ptr().cast(),
        }
    }
}

#[cold]
fn allocate(layout: Layout) -> (NonNull<u8>, Layout) {
    // SAFETY: an `Outside` never has a layout of no bytes.
    let memory = unsafe { alloc::alloc(layout) };
    match NonNull::new(memory) {
        Some(place) => (place, layout),
        None => alloc::handle_alloc_error(layout),
    }
}

impl<I> Drop for Room<I> {
    #[inline]
    fn drop(&mut self) {
        if let Some((place, layout)) = self.heap {
            // SAFETY: allocated with this layout, and freed once.
            unsafe { alloc::dealloc(place.as_ptr(), layout) }
        }
    }
}

// ===== Erased =====

/// A chain whose point is forgotten, to be found again without a call.
pub struct Erased {
    point: TypeId,
    chain: Box<dyn Any + Send + Sync>,
}

impl Erased {
    pub(super) fn new<P: HookPoint>(chain: Chain<P>) -> Self {
        Self { point: TypeId::of::<P>(), chain: Box::new(chain) }
    }

    /// Returns the chain, if it is that of `P`.
    #[inline]
    #[allow(clippy::cast_ptr_alignment, reason = "it was a `Chain<P>` and is aligned as one")]
    pub(crate) fn chain<P: HookPoint>(&self) -> Option<&Chain<P>> {
        if self.point != TypeId::of::<P>() {
            return None;
        }
        // SAFETY: made of a `Chain<P>` for the `P` of this id, and never changed (7).
        Some(unsafe { &*ptr::from_ref(&*self.chain).cast::<Chain<P>>() })
    }
}

impl fmt::Debug for Erased {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Erased chain")
    }
}
