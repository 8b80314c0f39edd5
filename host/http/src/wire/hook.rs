use hookwire::Plugins;
use hookwire::live::Status;
use hookwire::plugin::{FailurePolicy, Tier};
use hookwire::point::KindName;
use hookwire::registry::{Order, Placed};
use hookwire_engine::time::millis;
use serde::Serialize;
use utoipa::ToSchema;

/// A hook point with its hooks, in the order they run.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct HookPoint {
    /// The point's name.
    point: &'static str,
    /// The kind of the point's hooks.
    #[schema(value_type = String, example = "gate")]
    kind: KindName,
    /// The type of the event.
    event: &'static str,
    /// The type of the outcome.
    outcome: &'static str,
    /// The point's description.
    doc: &'static str,
    /// The package that declares the point.
    package: &'static str,
    /// The file and line where the point is declared.
    place: String,
    /// Whether hooks here cannot wait.
    sync: bool,
    /// The hooks, in the order they run.
    hooks: Vec<Hook>,
}

impl HookPoint {
    pub(crate) fn new(order: &Order, plugins: &Plugins) -> Self {
        let point = order.point;
        Self {
            point: point.name,
            kind: point.kind,
            event: point.event,
            outcome: point.outcome,
            doc: point.doc,
            package: point.package,
            place: format!("{}:{}", point.file, point.line),
            sync: point.sync,
            hooks: order.hooks.iter().map(|placed| Hook::new(placed, plugins)).collect(),
        }
    }
}

/// A hook of a plugin.
#[allow(clippy::struct_field_names, reason = "the names are those of the JSON")]
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Hook {
    /// The point's name.
    point: &'static str,
    /// The plugin's id.
    plugin: &'static str,
    /// The name of the hook's method.
    hook: &'static str,
    /// The priority: hooks with a lower one run first.
    priority: i32,
    /// The plugins before whose hooks this hook runs.
    before: &'static [&'static str],
    /// The plugins behind whose hooks this hook runs.
    after: &'static [&'static str],
    /// The reason why the hook runs where it does.
    reason: String,
    /// What a failure of the hook does: `closed` refuses the operation, `open` goes on.
    #[schema(value_type = String, example = "closed")]
    policy: FailurePolicy,
    /// The hook's time-out, in milliseconds.
    timeout_ms: u64,
    /// Where the hook's code runs: `inline` or `worker`.
    #[schema(value_type = String, example = "inline")]
    tier: Tier,
    /// The file and line where the hook is declared.
    place: String,
    /// Whether the hook is left out now: its plugin is disabled, or it observes and observers are off.
    disabled: bool,
}

impl Hook {
    pub(super) fn new(placed: &Placed, plugins: &Plugins) -> Self {
        let (plugin, hook) = (placed.plugin, placed.hook);
        let policy = plugins.settings().policy(plugin.id, hook);
        let disabled = (plugin.id, Status::Disabled);
        let observes = hook.point.kind == KindName::Observe;
        Self {
            point: hook.point.name,
            plugin: plugin.id,
            hook: hook.method,
            priority: hook.priority,
            before: hook.before,
            after: hook.after,
            reason: placed.reason.to_string(),
            policy: policy.on_failure,
            timeout_ms: millis(policy.timeout),
            tier: plugins.tier(plugin),
            place: format!("{}:{}", plugin.file, hook.line),
            disabled: plugins.status().contains(&disabled) || (observes && !plugins.has_observers()),
        }
    }
}
