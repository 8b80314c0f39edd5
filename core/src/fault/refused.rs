use super::{Fault, FaultKind};
use crate::error::Error;
use std::fmt;

/// The refusal of an operation: by which hook and why.
#[derive(Debug)]
pub struct Refused(Box<(Fault, Option<Error>)>);

impl Refused {
    pub(crate) fn new(fault: Fault, cause: Option<Error>) -> Self {
        Self(Box::new((fault, cause)))
    }

    /// Returns the fault that refused.
    pub fn fault(&self) -> &Fault {
        &self.0.0
    }

    /// Returns the hook's own words, without attribution.
    pub fn message(&self) -> &str {
        &self.fault().message
    }

    /// Returns the error the hook returned, if it returned one.
    pub fn cause(&self) -> Option<&Error> {
        self.0.1.as_ref()
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let fault = self.fault();
        match fault.kind {
            FaultKind::Error => write!(f, "refused by `{}`: {}", fault.plugin, fault.message),
            kind => write!(f, "refused because `{}` {kind}: {}", fault.plugin, fault.message),
        }
    }
}

impl std::error::Error for Refused {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.cause().map(|error| error.source() as _)
    }
}
