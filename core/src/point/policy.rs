use super::duration_text::{self, DurationText};
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize, de};
use serde_json::Value;
use std::fmt;
use std::time::Duration;

/// What happens when a hook fails, panics, takes too long or is gone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(inline)]
pub enum FailurePolicy {
    /// The fault is reported and the operation goes on.
    Open,
    /// The operation is refused.
    Closed,
}

impl<'de> Deserialize<'de> for FailurePolicy {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(from)?;
        match value.as_str() {
            Some("open") => Ok(Self::Open),
            Some("closed") => Ok(Self::Closed),
            _ => {
                let complaint = format!("{value} is no failure policy; write \"open\" or \"closed\"");
                Err(de::Error::custom(complaint))
            }
        }
    }
}

impl fmt::Display for FailurePolicy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Open => "open",
            Self::Closed => "closed",
        })
    }
}

/// What the record of a request keeps of the values that a hook changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
#[schemars(inline)]
pub enum TraceDetail {
    /// Each value, as it was before the hook and after it.
    Values,
    /// The places of the values alone, also of what earlier hooks changed there: for a hook that takes secrets out.
    Paths,
}

impl<'de> Deserialize<'de> for TraceDetail {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(from)?;
        match value.as_str() {
            Some("values") => Ok(Self::Values),
            Some("paths") => Ok(Self::Paths),
            _ => {
                let complaint = format!("{value} is no detail of a record; write \"values\" or \"paths\"");
                Err(de::Error::custom(complaint))
            }
        }
    }
}

/// Declares the settings of a hook once: their final values, and what a declaration or an operator says of them.
macro_rules! hook_policy {
    ($($(#[doc = $doc:literal])* $(#[override($($attribute:tt)*)])* $name:ident: $type:ty,)*) => {
        /// The policy of a hook: the settings that hold for it in the end.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        #[non_exhaustive]
        pub struct HookPolicy {
            $($(#[doc = $doc])* pub $name: $type,)*
        }

        /// The settings that a point, the author of a hook or the operator chooses; `None` leaves a setting as it is.
        ///
        /// This is the type of a hook's section in the configuration.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
        #[serde(default, deny_unknown_fields)]
        pub struct HookPolicyOverride {
            $($(#[doc = $doc])* $(#[$($attribute)*])*
            #[serde(skip_serializing_if = "Option::is_none")]
            pub $name: Option<$type>,)*
        }

        impl HookPolicy {
            /// Returns the policy with the settings that `chosen` has in the place of its own.
            #[must_use]
            pub const fn with(self, chosen: &HookPolicyOverride) -> Self {
                Self {
                    $($name: match chosen.$name {
                        Some(value) => value,
                        None => self.$name,
                    },)*
                }
            }
        }

        impl HookPolicyOverride {
            /// Chooses nothing.
            pub const NONE: Self = Self { $($name: None,)* };
        }
    };
}

hook_policy! {
    /// How long the hook may take.
    #[override(serde(with = "duration_text"))]
    #[override(schemars(with = "Option<DurationText>"))]
    timeout: Duration,
    /// What happens when the hook fails.
    on_failure: FailurePolicy,
    /// What the record of a request keeps of what the hook changes.
    trace: TraceDetail,
}

impl HookPolicy {
    /// Makes the policy of a point, whose hooks are recorded with all values.
    pub const fn new(timeout: Duration, on_failure: FailurePolicy) -> Self {
        Self { timeout, on_failure, trace: TraceDetail::Values }
    }
}
