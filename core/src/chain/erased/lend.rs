use super::memory::Inline;
use crate::point::{Answer, Collect, Edit, Gate, HookPoint, Kind, Observe, Wrap};
use std::marker::PhantomData;
use std::ptr::NonNull;

/// How the value that a chain is fired with is lent to one hook after the other.
pub trait Lend<P: HookPoint>: Kind<P> {
    /// The value that a chain is fired with.
    type Held<'a>: Send;
    /// The memory for a hook's future inside of the chain's own.
    #[doc(hidden)]
    type Inline: 'static;

    /// Takes what a point is fired with.
    #[doc(hidden)]
    fn hold(input: Self::Input<'_>) -> Self::Held<'_>;

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
            fn hold(input: <Self as Kind<P>>::Input<'_>) -> <Self as Lend<P>>::Held<'_> {
                input
            }

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

impl<P: HookPoint> Lend<P> for Edit {
    type Held<'a> = Exclusive<'a, P::Event>;
    type Inline = Inline;

    #[inline]
    fn hold(input: <Self as Kind<P>>::Input<'_>) -> <Self as Lend<P>>::Held<'_> {
        Exclusive(NonNull::from(input), PhantomData)
    }

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
    type Held<'a> = Option<<Self as Kind<P>>::Input<'a>>;
    // The future of such a hook has the rest of the chain in it, and never fits.
    type Inline = ();

    fn hold(input: <Self as Kind<P>>::Input<'_>) -> <Self as Lend<P>>::Held<'_> {
        Some(input)
    }

    unsafe fn lend<'a>(held: &mut <Self as Lend<P>>::Held<'a>) -> <Self as Kind<P>>::Input<'a> {
        held.take().expect("a wrap hook is begun once")
    }

    unsafe fn look<'h>(_: &'h mut <Self as Lend<P>>::Held<'_>) -> Option<&'h mut P::Event> {
        None
    }
}
