use crate::panic::message;
use std::error::Error as StdError;
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// The error of a plugin, made from any error type by `?`.
///
/// One pointer wide, so that a hook's `Result<()>` travels in a register. The cause is kept and shown by
/// [`source`](Error::source).
pub struct Error(Box<Contents>);

/// A result with this crate's error.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// A `&'static str` in an error. It has a name because serde reads a field whose type is written as a reference only from data
/// that live as long.
pub(crate) type StaticText = &'static str;

struct Contents {
    /// The cause; there until the drop.
    cause: Option<Box<dyn StdError + Send + Sync>>,
    /// The marks of the `next`s that the error came through: hooks of wrap chains that pass it on are not at fault.
    passed: Vec<u64>,
}

impl Error {
    /// Makes an error from a sentence, lower case and without a full stop.
    pub fn msg(sentence: impl Into<String>) -> Self {
        Self::from(Box::<dyn StdError + Send + Sync>::from(sentence.into()))
    }

    /// Returns the error this one was made from.
    #[allow(clippy::missing_panics_doc, reason = "it cannot: only the drop takes the cause")]
    pub fn source(&self) -> &(dyn StdError + Send + Sync + 'static) {
        self.0.cause.as_deref().expect("only the drop takes it")
    }

    /// Returns the concrete error if it is an `E`.
    pub fn downcast_ref<E: StdError + 'static>(&self) -> Option<&E> {
        self.source().downcast_ref()
    }

    /// Notes that the error came through the `next` that has this mark.
    pub(crate) fn passed_on(mut self, mark: u64) -> Self {
        self.0.passed.push(mark);
        self
    }

    pub(crate) fn was_passed(&self, mark: u64) -> bool {
        self.0.passed.contains(&mark)
    }

    fn from(cause: Box<dyn StdError + Send + Sync>) -> Self {
        Self(Box::new(Contents { cause: Some(cause), passed: Vec::new() }))
    }
}

/// Takes any error, and any text: a sentence, lower case and without a full stop.
impl<E: Into<Box<dyn StdError + Send + Sync>>> From<E> for Error {
    fn from(error: E) -> Self {
        Self::from(error.into())
    }
}

/// The cause is a plugin's own type: what it does when it is dropped must not reach whoever holds the error last.
impl Drop for Contents {
    fn drop(&mut self) {
        let cause = self.cause.take();
        if let Err(payload) = catch_unwind(AssertUnwindSafe(|| drop(cause))) {
            tracing::warn!("an error panicked while it was dropped: {}", message(payload));
        }
    }
}

/// Returns the text of an error, even if it panics on the way.
fn shown(error: &dyn StdError) -> String {
    catch_unwind(AssertUnwindSafe(|| error.to_string()))
        .unwrap_or_else(|payload| format!("an error that panicked when it was shown: {}", message(payload)))
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&shown(self.source()))
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&shown(self.source()))?;
        let mut cause = self.source().source();
        while let Some(error) = cause {
            write!(f, "\ncaused by: {}", shown(error))?;
            cause = error.source();
        }
        Ok(())
    }
}
