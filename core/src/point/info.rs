use super::described::TypeInfo;
use super::kind_name::KindName;
use super::policy::HookPolicy;
use std::any::Any;
use std::sync::atomic::{AtomicUsize, Ordering};

/// What is known of a hook point before the program runs; made by `#[hook_point]`.
#[derive(Debug)]
pub struct PointInfo {
    /// The dotted name, for instance `tool.before`.
    pub name: &'static str,
    /// The name of the point's type, for instance `ToolBefore`.
    pub type_name: &'static str,
    /// What a hook may do here.
    pub kind: KindName,
    /// The event type, as written.
    pub event: &'static str,
    /// The fields of the event; known if the event is the point's own type, or is [`Described`](super::Described).
    pub event_info: Option<&'static TypeInfo>,
    /// The outcome type, as written; `()` where the kind makes nothing.
    pub outcome: &'static str,
    /// The fields of the outcome, if it is [`Described`](super::Described).
    pub outcome_info: Option<&'static TypeInfo>,
    /// The first paragraph of the point's documentation.
    pub doc: &'static str,
    /// The whole of the point's documentation.
    pub documentation: &'static str,
    /// The package that owns the point.
    pub package: &'static str,
    /// Where the point is declared.
    pub file: &'static str,
    /// Where the point is declared.
    pub line: u32,
    /// Whether hooks here must be `fn`: the host fires the point where it cannot wait.
    pub sync: bool,
    /// The policy of a hook where neither its author nor the operator says otherwise.
    pub policy: HookPolicy,
    /// Not public API. Used by generated code.
    #[doc(hidden)]
    pub ordinal: &'static Ordinal,
    /// Not public API. Used by generated code.
    #[doc(hidden)]
    pub assemble: Assemble,
    /// Not public API. Makes what fires the point with made-up events; only with the feature `test`.
    #[doc(hidden)]
    pub sample: Option<fn() -> Box<dyn Any>>,
    /// Not public API. Returns what takes the point's events to another process; only with the feature `remote`.
    #[doc(hidden)]
    pub remote: Option<fn() -> &'static (dyn Any + Send + Sync)>,
}

/// Makes the chain of one point from its hooks; `chain` writes one for each point and knows both types.
pub type Assemble = fn(Box<dyn Any>) -> Box<dyn Any + Send + Sync>;

inventory::collect!(&'static PointInfo);

/// Returns every hook point in the binary, by name.
pub fn catalogue() -> Vec<&'static PointInfo> {
    let mut points: Vec<_> = inventory::iter::<&'static PointInfo>.into_iter().copied().collect();
    points.sort_by_key(|point| (point.name, point.package));
    points
}

/// A point's place in the table of chains, given at first use and the same for the life of the process.
#[derive(Debug)]
pub struct Ordinal(AtomicUsize);

static NEXT: AtomicUsize = AtomicUsize::new(1);

impl Ordinal {
    /// Makes an ordinal that has no number yet.
    #[allow(clippy::new_without_default, reason = "only ever a static")]
    pub const fn new() -> Self {
        Self(AtomicUsize::new(0))
    }

    /// Returns the number, from 1.
    #[inline]
    pub(crate) fn index(&self) -> usize {
        match self.0.load(Ordering::Relaxed) {
            0 => self.assign(),
            index => index,
        }
    }

    #[cold]
    fn assign(&self) -> usize {
        let fresh = NEXT.fetch_add(1, Ordering::Relaxed);
        match self.0.compare_exchange(0, fresh, Ordering::Relaxed, Ordering::Relaxed) {
            Ok(_) => fresh,
            Err(index) => index,
        }
    }
}
