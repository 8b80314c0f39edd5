//! Hook points: the places in the host's life that plugins can hook.

mod described;
pub(crate) mod duration_text;
mod hook_point;
mod info;
mod kind;
mod kind_name;
mod policy;
mod unfit;
mod verdict;

pub use described::{Described, FieldInfo, TypeInfo, VariantInfo};
pub(crate) use duration_text::DurationText;
pub use hook_point::{HookPoint, Input, Kind, Output, Payload};
pub use info::{Assemble, Ordinal, PointInfo, catalogue};
pub use kind::{Answer, Collect, Edit, Gate, Observe, Wrap};
pub use kind_name::KindName;
pub use policy::{FailurePolicy, HookPolicy, HookPolicyOverride, TraceDetail};
#[doc(hidden)]
pub use unfit::{Never, Unfit};
pub use verdict::Verdict;
