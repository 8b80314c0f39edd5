/// Writes what fires a point with made-up events, as each kind has its own form.
#[cfg(feature = "test")]
#[doc(hidden)]
#[macro_export]
macro_rules! __trial {
    (@ $trial:ident $point:ty) => {
        ::core::option::Option::Some(|| {
            let trial: ::std::boxed::Box<dyn $crate::test::Trial> =
                ::std::boxed::Box::new($crate::test::$trial::<$point>::new());
            ::std::boxed::Box::new(trial)
        })
    };
    (Edit $point:ty) => { $crate::__trial!(@ Changed $point) };
    (Wrap $point:ty) => { $crate::__trial!(@ Wrapped $point) };
    ($kind:ident $point:ty) => { $crate::__trial!(@ Looked $point) };
}

/// Leaves it out: only the test kit fires made-up events.
#[cfg(not(feature = "test"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __trial {
    ($kind:ident $point:ty) => {
        ::core::option::Option::None
    };
}

pub use __trial as trial;
