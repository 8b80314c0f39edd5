use std::marker::PhantomData;

/// What makes a second blanket `impl` that never applies: `where Unfit<T>: Never`.
///
/// Of a lone one the compiler takes for granted that it applies, and complains of each of its bounds, wherever it matters.
/// Of two it says once that the trait is not implemented, with the message of the trait.
#[derive(Debug)]
pub struct Unfit<T>(PhantomData<T>);

/// Nothing is it.
pub trait Never {}
