use crate::panic::message;
use std::error::Error as StdError;
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Carries what went wrong in a plugin, from any error type by `?`.
///
/// One pointer wide, so that a hook's `Result<()>` travels in a register. The cause is kept and shown by
/// [`source`](Error::source).
pub struct Error(Box<Inner>);

/// Shortens `Result<T, hookwire::Error>`.
pub type Result<T, E = Error> = std::result::Result<T, E>;

struct Inner {
    /// There until the drop.
    cause: Option<Box<dyn StdError + Send + Sync>>,
    /// Whose `next` the error came through: those hooks of wrap chains pass it on and are not to blame.
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
        Self(Box::new(Inner { cause: Some(cause), passed: Vec::new() }))
    }
}

impl<E: StdError + Send + Sync + 'static> From<E> for Error {
    fn from(error: E) -> Self {
        Self::from(Box::new(error))
    }
}

/// The cause is a plugin's own type: what it does when it is dropped must not reach whoever holds the error last.
impl Drop for Inner {
    fn drop(&mut self) {
        let cause = self.cause.take();
        if let Err(payload) = catch_unwind(AssertUnwindSafe(|| drop(cause))) {
            tracing::warn!("an error panicked while it was dropped: {}", message(payload));
        }
    }
}

/// Puts an error into words, even if it panics on the way.
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
