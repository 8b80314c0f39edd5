//! Types that an author names: a hook point, an event, the plugin.

use crate::point::{HookPoint, Never, Payload, Unfit};

// A type that the author names is mentioned many times in an expansion. Each mention goes through the `Itself`
// of a trait, on the author's own token: if the type does not fit, all mentions give the identical error, of
// which the compiler shows one, and nothing that follows from it.
//
// That needs the second `impl`, which never applies: of a lone blanket `impl` the compiler would take `Itself`
// for the type, fit or not.

macro_rules! itself {
    ($trait:ident: $($bound:tt)*) => {
        #[diagnostic::do_not_recommend]
        impl<T: $($bound)*> $trait for T {
            type Itself = T;
        }

        #[diagnostic::do_not_recommend]
        impl<T> $trait for T
        where
            Unfit<T>: Never,
        {
            type Itself = T;
        }
    };
}

#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a hook point",
    label = "name a type marked `#[hook_point(..)]`, or a built-in point as a text: `#[hook(\"tool.before\")]`"
)]
pub trait IsPoint {
    type Itself;
}
itself!(IsPoint: HookPoint);

#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot travel through a hook point",
    label = "derive `Debug`, `Clone`, `serde::Serialize` and `serde::Deserialize` for it, and own its data"
)]
pub trait IsPayload {
    type Itself;
}
itself!(IsPayload: Payload);

/// Without a message of its own: the compiler's names the field, and shows the name of this trait beside it.
pub trait TakeMutexArcOrAtomicsForState {
    type Itself;
}

impl<T: Send + Sync + 'static> TakeMutexArcOrAtomicsForState for T {
    type Itself = T;
}
