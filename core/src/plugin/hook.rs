use crate::point::{HookPolicyOverride, PointInfo};
use std::any::Any;
use std::fmt;

/// One method bound to one hook point; made by `#[hook]`.
pub struct HookDecl {
    /// The point.
    pub point: &'static PointInfo,
    /// The method's name.
    pub method: &'static str,
    /// Where the method stands, in the manifest's file.
    pub line: u32,
    /// Higher runs first.
    pub priority: i32,
    /// Ids of plugins whose hooks at this point run later.
    pub before: &'static [&'static str],
    /// Ids of plugins whose hooks at this point run earlier.
    pub after: &'static [&'static str],
    /// The settings that differ from those of the point.
    pub policy: HookPolicyOverride,
    /// Not public API. Used by generated code.
    #[doc(hidden)]
    pub handler: &'static (dyn Any + Send + Sync),
}

impl fmt::Debug for HookDecl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at {}", self.method, self.point.name)
    }
}
