/// Writes what fires a point with made-up events, as each kind has its own form.
#[cfg(feature = "test")]
#[doc(hidden)]
#[macro_export]
macro_rules! __sample {
    (@ $event:ident $point:ty) => {
        ::core::option::Option::Some(|| {
            let event: ::std::boxed::Box<dyn $crate::test::FireSample> =
                ::std::boxed::Box::new($crate::test::$event::<$point>::new());
            ::std::boxed::Box::new(event)
        })
    };
    (Edit $point:ty) => { $crate::__sample!(@ EditedEvent $point) };
    (Wrap $point:ty) => { $crate::__sample!(@ WrappedRequest $point) };
    ($kind:ident $point:ty) => { $crate::__sample!(@ SharedEvent $point) };
}

/// Leaves it out: only the test kit fires made-up events.
#[cfg(not(feature = "test"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __sample {
    ($kind:ident $point:ty) => {
        ::core::option::Option::None
    };
}

pub use __sample as sample;
