/// Writes what takes the events of a point to another process.
#[cfg(feature = "remote")]
#[doc(hidden)]
#[macro_export]
macro_rules! __remote {
    ($point:ty) => {
        ::core::option::Option::Some($crate::remote::remote_point::<$point>)
    };
}

/// Leaves it out: only a host with a tier of workers takes events there.
#[cfg(not(feature = "remote"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __remote {
    ($point:ty) => {
        ::core::option::Option::None
    };
}

pub use __remote as remote;
