#![doc = include_str!("../README.md")]

extern crate self as hookwire;

pub mod chain;
pub mod config;
pub mod cx;
mod error;
pub mod fault;
pub mod live;
mod lock;
pub mod model;
pub mod origin;
pub mod panic;
pub mod pipeline;
pub mod plugin;
pub mod point;
pub mod points;
pub mod registry;
mod secret;
#[cfg(feature = "test")]
pub mod test;
pub mod trace;
mod watchdog;

#[doc(hidden)]
#[path = "private/mod.rs"]
pub mod __private;

pub use chain::Next;
pub use cx::{Cx, Role};
pub use error::{Error, Result};
pub use fault::{Fault, Refused};
/// Makes a hook point of a type, which any plugin can then hook by the type's path.
///
/// ```
/// use hookwire::hook_point;
/// use serde::{Deserialize, Serialize};
///
/// /// Fired before a customer is charged; a hook may change the amount, and an `Err` refuses the charge.
/// #[hook_point("billing.charge", kind = edit)]
/// #[derive(Debug, Clone, Serialize, Deserialize)]
/// pub struct Charge {
///     /// In cents.
///     pub amount: u64,
/// }
/// ```
///
/// The owner fires it with [`Cx::fire`]: `cx.fire::<Charge>(&mut charge).await??`.
///
/// | argument | is |
/// |---|---|
/// | first | the name, lower case with a dot |
/// | `kind` | `observe`, `edit`, `gate`, `answer`, `collect` or `wrap` |
/// | `event = Type` | what hooks are given, if not the type itself; for `wrap` the request |
/// | `outcome = Type` | what hooks make: the answer, the item, the response |
/// | `sync` | hooks must be `fn`, for places that cannot wait |
/// | `timeout = "5s"`, `on_failure = "open"` | for hooks that do not say otherwise |
///
/// ```compile_fail
/// use hookwire::hook_point;
///
/// #[hook_point("billing.charge", kind = edti)]
/// pub struct Charge;
/// ```
/// ```text
/// error: there is no kind `edti`; did you mean `edit`? there are: `observe`, `edit`, `gate`, ..
///  |
///  | #[hook_point("billing.charge", kind = edti)]
///  |                                       ^^^^
/// ```
pub use hookwire_macros::hook_point;
/// Makes a plugin of an inherent `impl` block.
///
/// Inside, these attributes mark what belongs to the plugin:
///
/// | on | attribute | the method |
/// |---|---|---|
/// | a function | `#[init]` | makes the plugin, of its configuration and a `&Cx` if it likes; without it, `Default` does |
/// | a method | `#[start]`, `#[stop]` | is called when all are made, and before the end; nothing can be fired before all have started |
/// | a method | `#[hook("point")]`, `#[hook(its_crate::Point)]` | is bound to a hook point |
/// | a method | `#[tool]` | can be called by the model; its arguments are one struct `args`, or plain parameters |
/// | a method | `#[command("/name")]` | is a slash command; takes `args: &str` if it likes |
/// | a method | `#[model("provider")]` | opens a [model](crate::model::Model) of the provider: takes `name: &str` |
/// | a constant | `#[skill("name")]` | is a [skill](plugin::SkillDecl): a text that teaches the model something, loaded when it is needed |
///
/// `#[hook]` takes `priority = 50`, `before = "id"`, `after = ["id", "id"]`, `timeout = "5s"` and
/// `on_failure = "open"` or `"closed"`. `#[tool]` takes `name` and `description`, which are otherwise the method's
/// name and its documentation (`delegate`, `read_result` and `load_skill` are the host's own); `timeout = "30s"`, otherwise [two minutes](plugin::ToolDecl::TIMEOUT); and
/// `available = "method"`, a `fn(&self) -> bool` of the block that says whether the tool can work now: it is neither
/// offered nor called while it cannot.
///
/// | argument of `#[plugin]` | is |
/// |---|---|
/// | `id`, `name`, `description` | otherwise the package's name, the id, and the block's documentation |
/// | `env(name = "KEY", description = "..", secret)` | an environment variable it needs; as often as there are some |
/// | `capabilities = [model, tool, ..]` | what it does beside computing: see [`Capability`](plugin::Capability) |
/// | `tier = "worker"` | where it runs unless the operator says otherwise; [not yet](plugin::NOT_YET) |
/// | `applies_to = path` | a `fn(agent: &str, role: Role) -> bool`: for whom it works |
/// | `after = "id"`, `after = ["id", "id"]` | plugins that start before it and stop after it |
/// | `replaces = "id"` | the plugin whose place it takes |
/// | `requires = ["id"]` | plugins without which it cannot be in a binary |
/// | `conflicts = ["id"]` | plugins with which it cannot be in one binary |
/// | `unlinked` | leaves it out of the linker section: it is no part of a binary's list, and a test hands it to a host |
/// | `crate = path` | this crate, where it has another name |
///
/// ```
/// use hookwire::{plugin, points::MessageReceived};
/// use std::sync::atomic::{AtomicU64, Ordering};
///
/// /// Counts messages.
/// #[derive(Default)]
/// pub struct Counter(AtomicU64);
///
/// #[plugin(id = "counter")]
/// impl Counter {
///     #[hook("message.received")]
///     fn count(&self, _: &MessageReceived) {
///         self.0.fetch_add(1, Ordering::Relaxed);
///     }
/// }
/// ```
///
/// A mistake is reported where it was made, with the cure:
///
/// ```compile_fail
/// # use hookwire::{plugin, points::MessageReceived};
/// # #[derive(Default)]
/// # pub struct Counter;
/// #[plugin(id = "counter")]
/// impl Counter {
///     #[hook("message.recieved")]
///     fn count(&self, _: &MessageReceived) {}
/// }
/// ```
/// ```text
/// error: there is no built-in hook point `message.recieved`; did you mean `message.received`?
///  |
///  |     #[hook("message.recieved")]
///  |            ^^^^^^^^^^^^^^^^^^
/// ```
pub use hookwire_macros::plugin;
/// Lists the plugins of a binary, each behind a cargo feature: the one place that links them and grants them capabilities.
///
/// It is an expression; give it to the host's `main`, or to [`Registry::linked`]. The compiler checks the plugins against
/// each other and puts their hooks in order. It refuses, on the line that is wrong:
///
/// * features and plugins that do not exist, and plugins that are listed twice;
/// * a capability that a plugin declares and its braces do not grant, and one that is granted and not declared;
/// * ids, tools, commands, skills and model providers that two plugins have in common;
/// * `replaces`, `requires`, `before` and `after` that name a plugin which is not there, and `conflicts` that name one which is;
/// * hooks, and starts, that wait for each other.
///
/// A plugin whose feature is off may be named, but not required. Its crate is not there to be asked for the id, so the
/// feature has to be called as the id, or as its end: `quota` for `acme-quota`.
///
/// ```ignore
/// fn main() -> std::process::ExitCode {
///     hookwire_host::main(hookwire::plugins! {
///         "tool-guard" => hookwire_tool_guard::ToolGuard,
///         "notes" => hookwire_notes::Notes { files },
///     })
/// }
/// ```
///
/// ```compile_fail
/// # struct NotOne;
/// # fn main() {
/// hookwire::plugins! { "a" => NotOne [net] };
/// # }
/// ```
/// ```text
/// error: capabilities are granted in braces: { net, files }
/// ```
pub use hookwire_macros::plugins;
pub use hookwire_macros::*;
pub use hookwire_text::{duration, suggest};
pub use live::Plugins;
pub use plugin::Plugin;
pub use point::{HookPoint, Verdict};
pub use points::Reply;
pub use registry::{PluginList, Registry};
pub use secret::Secret;
