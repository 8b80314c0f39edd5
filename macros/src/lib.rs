//! The procedural macros of Hookwire. Use them through the `hookwire` crate.
#![doc(test(attr(deny(warnings))))]
#![allow(clippy::needless_pass_by_value, reason = "the compiler gives tokens away, so the entry points do")]

extern crate proc_macro;

mod attribute_args;
mod capabilities;
mod contribution;
mod described;
mod doc;
mod errors;
mod features;
mod front_matter;
mod hook;
mod lifecycle;
mod member_attribute;
mod method;
mod method_parameters;
mod names;
mod paths;
mod plugin;
mod plugin_list;
mod point;
mod point_kind;
mod skill_files;
mod template_files;
mod time;

use proc_macro::TokenStream;

/// Makes a plugin of an inherent `impl` block.
///
/// Inside, these attributes mark what belongs to the plugin; each has a page of its own:
///
/// | on | attribute | the member |
/// |---|---|---|
/// | a function | `#[init]` | makes the plugin, of its configuration and a `&Cx`; without it, `Default` does |
/// | a method | `#[start]`, `#[stop]` | is called when all plugins are made, and before the end |
/// | a method | `#[hook("point")]`, `#[hook(its_crate::Point)]` | is called at a hook point |
/// | a method | `#[tool]` | can be called by the model |
/// | a method | `#[tools("name")]` | brings tools that come and go |
/// | a method | `#[command("/name")]` | is a slash command |
/// | a method | `#[verb("name")]` | is run by the operator on the command line |
/// | a method | `#[model("provider")]` | opens the models of a provider |
/// | a constant | `#[skill("name")]` | is a text that teaches the model something |
/// | a constant | `#[template("page.html")]` | is a text with places for values, for `cx.render` |
/// | a method | `#[card("Title")]` | fills a small box on a page of the host |
/// | a method | `#[every("5m")]`, `#[cron("0 9 * * mon")]` | runs by the clock |
/// | a method | `#[routes]` | answers HTTP requests under `/plugins/<id>/` |
/// | a method | `#[scheduled]` | runs when a schedule says so that the plugin makes with `cx.schedule()` |
///
/// A plugin is shared by all requests, so that methods take `&self`; what changes is kept in a `Mutex` or an atomic. A `#[cfg(..)]` on a
/// hook, tool, command, verb, model, skill, template or card holds for its entry as well.
///
/// | argument | is |
/// |---|---|
/// | `id = "..."` | the plugin's id; otherwise the package's name |
/// | `name = "..."` | the name shown to people; otherwise the id |
/// | `description = "..."` | what it does; otherwise the first paragraph of the documentation of the block, or the description of the package |
/// | `env(name = "KEY", description = "...", secret)` | an environment variable it needs; as often as there are some |
/// | `capabilities = [model, tool]` | what it does beside computing: `net`, `files`, `env`, `send`, `schedule`, `model`, `tool`, `process`, `sessions`, `routes` |
/// | `tier = "worker"` | where it runs unless the operator says otherwise, or `"inline"` |
/// | `applies_to = path` | a `fn(agent: &str, role: Role) -> bool`: for whom it works |
/// | `after = "id"`, `after = ["id", "id"]` | plugins that start before it and stop after it |
/// | `replaces = "id"` | the plugin whose place it takes |
/// | `requires = ["id"]` | plugins without which it cannot be in a binary |
/// | `conflicts = ["id"]` | plugins with which it cannot be in one binary |
/// | `unlinked` | leaves it out of the linker section: it is in no binary's list, and a test hands it to a host |
/// | `crate = path` | the crate `hookwire`, where it has another name |
///
/// ```
/// use hookwire::{plugin, points::MessageReceived};
/// use std::sync::atomic::{AtomicU64, Ordering};
///
/// #[derive(Default)]
/// pub struct Counter(AtomicU64);
///
/// /// Counts messages.
/// #[plugin(id = "counter")]
/// impl Counter {
///     #[hook("message.received")]
///     fn count(&self, _: &MessageReceived) {
///         self.0.fetch_add(1, Ordering::Relaxed);
///     }
/// }
/// ```
///
/// Without `#[init]` the type needs `Default`:
///
/// ```text
/// error[E0277]: `#[plugin]` without `#[init]` needs `Audit: Default`
///  |
///  | impl Audit {
///  |      ^^^^^ derive `Default`, or add `#[init] fn new(..) -> Self`
/// ```
#[proc_macro_attribute]
pub fn plugin(args: TokenStream, item: TokenStream) -> TokenStream {
    plugin::expand(args.into(), item.into()).into()
}

/// Makes a hook point of a type, which any plugin can then hook by the type's path.
///
/// The owner fires it with `hookwire::Cx::fire`: `cx.fire::<Charge>(&mut charge).await?`. It is an error where nothing can be fired (before all
/// plugins have started, or too deep in hooks), and where a hook refuses.
///
/// | argument | is |
/// |---|---|
/// | first | the name, lower case with a dot: `"billing.charge"` |
/// | `kind = edit` | what hooks may do: `observe`, `edit`, `gate`, `answer`, `collect` or `wrap` |
/// | `event = Type` | what hooks are given, if not the type itself; for `wrap` the request |
/// | `outcome = Type` | what hooks make at an `answer`, `collect` or `wrap` point: the answer, the item, the response |
/// | `sync` | hooks must be `fn`, for places that cannot wait |
/// | `timeout = "5s"`, `on_failure = "open"`, `trace = "paths"` | for hooks that do not say otherwise |
/// | `crate = path` | the crate `hookwire`, where it has another name |
///
/// Event and outcome are plain data: `Debug`, `Clone`, `Serialize`, `Deserialize`. The documentation of the type is what
/// `hooks --markdown` prints about the point. Items of a list that begin with a word in bold, such as `* **When**: ..`, become its rows.
/// The fields of the event are printed too; where it is a type of its own, derive `Described` for it.
///
/// ```
/// use hookwire::{Cx, Result, hook_point, plugin};
/// use serde::{Deserialize, Serialize};
///
/// /// Fired before a customer is charged; a hook may change the amount, and an `Err` refuses the charge.
/// #[hook_point("billing.charge", kind = edit)]
/// #[derive(Debug, Clone, Serialize, Deserialize)]
/// pub struct Charge {
///     /// The amount, in cents.
///     pub amount: u64,
/// }
///
/// #[derive(Default)]
/// pub struct Billing;
///
/// /// Charges customers.
/// #[plugin(id = "billing")]
/// impl Billing {
///     /// Charges a customer some cents.
///     #[tool]
///     async fn charge(&self, amount: u64, cx: &Cx) -> Result<String> {
///         let mut charge = Charge { amount };
///         cx.fire::<Charge>(&mut charge).await?;
///         Ok(format!("charged {}", charge.amount))
///     }
/// }
///
/// #[derive(Default)]
/// pub struct Discount;
///
/// /// Gives ten cents off; this may stand in any crate.
/// #[plugin(id = "discount")]
/// impl Discount {
///     #[hook(Charge)]
///     fn reduce(&self, charge: &mut Charge) {
///         charge.amount = charge.amount.saturating_sub(10);
///     }
/// }
/// ```
///
/// ```text
/// error: there is no kind `edti`; did you mean `edit`? there are: `observe`, `edit`, `gate`, ..
///  |
///  | #[hook_point("billing.charge", kind = edti)]
///  |                                       ^^^^
/// ```
#[proc_macro_attribute]
pub fn hook_point(args: TokenStream, item: TokenStream) -> TokenStream {
    point::expand(args.into(), item.into()).into()
}

/// Describes the fields of a type, an event or a part of one, for `hooks --point` and `hooks --markdown`.
///
/// It implements `hookwire::point::Described`, from the names, types and doc comments of the fields, or of the variants of an `enum`.
/// Derive it for an event that is not the point's own type, and for the types of its fields. Nothing depends on it: an event without it
/// is shown by the name of its type.
///
/// | argument | is |
/// |---|---|
/// | `#[described(crate = path)]` | the crate `hookwire`, where it has another name |
///
/// ```
/// use hookwire::{Described, hook_point};
/// use serde::{Deserialize, Serialize};
///
/// /// Fired before a customer is charged.
/// #[hook_point("billing.charge", kind = edit, event = Charge)]
/// pub struct BillingCharge;
///
/// /// A charge.
/// #[derive(Debug, Clone, Serialize, Deserialize, Described)]
/// pub struct Charge {
///     /// The amount, in cents.
///     pub amount: u64,
/// }
/// ```
///
/// ```text
/// error: a type that is described cannot be generic; describe the types it is used with
///  |
///  | struct Charge<T> {
///  |              ^^^
/// ```
#[proc_macro_derive(Described, attributes(described))]
pub fn described(item: TokenStream) -> TokenStream {
    described::expand(item.into()).into()
}

/// Lists the plugins of a binary, each behind a cargo feature: the one place that links them and grants them capabilities.
///
/// It is an expression; give it to the host's `main`, or to `hookwire::Registry::linked`. The compiler checks the plugins against
/// each other and puts their hooks in order. It refuses, on the line that is wrong:
///
/// * features and plugins that do not exist, and plugins that are listed twice;
/// * a capability that a plugin declares and its braces do not grant, and one that is granted and not declared;
/// * ids, tools, commands, skills and model providers that two plugins have in common;
/// * `replaces`, `requires`, `before` and `after` that name a plugin which is not there, and `conflicts` that name one which is;
/// * hooks, and starts, that wait for each other.
///
/// | part of a line | is |
/// |---|---|
/// | `"tool-guard"` | the cargo feature that puts the plugin into the binary |
/// | `=> hookwire_tool_guard::ToolGuard` | the plugin's type |
/// | `{ net, files }` | the capabilities it is granted, if it declares some |
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
/// ```text
/// error: the package has no feature `oen`; did you mean `one`?
///  |
///  |         "oen" => Audit,
///  |         ^^^^^
/// ```
#[proc_macro]
pub fn plugins(entries: TokenStream) -> TokenStream {
    plugin_list::expand(entries.into()).into()
}

/// Not public API. Lists the built-in hook points as this crate knows them, for the test that compares.
#[doc(hidden)]
#[proc_macro]
pub fn __built_in_points(_: TokenStream) -> TokenStream {
    hook::names::as_array().into()
}

/// Defines the attributes of members: `#[plugin]` reads them off its block, so that one that is expanded stands outside.
macro_rules! member_attributes {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[proc_macro_attribute]
        pub fn $name(_: TokenStream, item: TokenStream) -> TokenStream {
            member_attribute::outside(stringify!($name), &item.into()).into()
        }
    )*};
}

member_attributes! {
    /// Binds a method of a plugin to a hook point.
    ///
    /// What the method takes and returns is a matter of the point's kind; `hooks --point NAME` prints it, with the fields of the event:
    ///
    /// | kind | takes, after `&self` | returns |
    /// |---|---|---|
    /// | observe | `&Event` | nothing |
    /// | edit | `&mut Event` | nothing; an `Err` refuses the operation |
    /// | gate | `&Event` | `Verdict` |
    /// | answer | `&Event` | `Option<Answer>` |
    /// | collect | `&Event` | `Vec<Item>` |
    /// | wrap | `Request, Next<'_, Point>` | `Response` |
    ///
    /// A method may be `fn` or `async fn` (at a `sync` point `fn` only), may return a `hookwire::Result` of its type, and may take a `&Cx`
    /// as its last parameter. With several `#[hook(..)]` it is called at several points.
    ///
    /// | argument | is |
    /// |---|---|
    /// | first | the name of a built-in point, `"tool.before"`, or the path of another crate's, `billing::Charge` |
    /// | `priority = 50` | hooks with a higher number run first; otherwise 0 |
    /// | `before = "id"`, `after = ["id", "id"]` | plugins whose hooks at this point run after it, or before it, whatever the priorities |
    /// | `timeout = "5s"` | how long a call may take: `ms`, `s`, `m`, `h`, `d`; otherwise as the point says |
    /// | `on_failure = "closed"` | a fault refuses the operation; with `"open"` it is reported, and the operation goes on; otherwise as the point says |
    /// | `trace = "paths"` | the record of a request keeps the places of what it changes, not the values: for a hook that takes secrets out |
    ///
    /// A fault is an `Err`, a panic or a time-out. A time-out drops the future of the hook at its next `.await`. It cannot stop a hook that
    /// never yields: a `fn`, or an `async fn` that blocks its thread, runs to its end, and its being late is reported as a fault.
    ///
    /// ```
    /// use hookwire::points::ToolCall;
    /// use hookwire::{Cx, Verdict, plugin};
    ///
    /// /// Denies tools that delete.
    /// #[derive(Default)]
    /// pub struct NoDelete;
    ///
    /// #[plugin(id = "no-delete")]
    /// impl NoDelete {
    ///     #[hook("tool.gate", priority = 50, timeout = "1s")]
    ///     async fn guard(&self, call: &ToolCall, cx: &Cx) -> Verdict {
    ///         if call.tool.contains("delete") {
    ///             cx.warn(format!("denied `{}`", call.tool));
    ///             return Verdict::deny("nothing is deleted here");
    ///         }
    ///         Verdict::Allow
    ///     }
    /// }
    /// ```
    ///
    /// ```text
    /// error: there is no built-in hook point `tool.befor`; did you mean `tool.before`?
    /// ..
    ///  |     #[hook("tool.befor")]
    ///  |            ^^^^^^^^^^^^
    /// ```
    /// ```text
    /// error: a gate decides and cannot edit: take `&ToolCall`, and edit at `tool.before`
    ///  |
    ///  |     fn check(&self, call: &mut ToolCall) -> Verdict {
    ///  |                           ^^^^^^^^^^^^^
    /// ```
    hook;
    /// Makes a plugin, of its configuration and a `&Cx` if it likes.
    ///
    /// It takes no arguments. A plugin has one, or derives `Default`. The function has no `self`, may be `fn` or `async fn`, and returns
    /// `Self` or a `hookwire::Result<Self>`: with an `Err`, a panic, or after 30 seconds, the plugin is left out, and if it has a gate or is
    /// `required`, the host does not start.
    ///
    /// | parameter | is |
    /// |---|---|
    /// | first, of any name | the configuration: a struct that derives `serde::Deserialize` and `schemars::JsonSchema`; the section `[plugins.<id>]` of the file |
    /// | `cx: &Cx`, last | the context; nothing can be fired before all plugins have started |
    ///
    /// ```
    /// use hookwire::{Cx, Result, plugin, points::MessageReceived};
    /// use schemars::JsonSchema;
    /// use serde::Deserialize;
    ///
    /// /// Greets.
    /// pub struct Greeter {
    ///     greeting: String,
    /// }
    ///
    /// #[derive(Deserialize, JsonSchema)]
    /// pub struct Config {
    ///     /// The greeting.
    ///     greeting: String,
    /// }
    ///
    /// #[plugin(id = "greeter")]
    /// impl Greeter {
    ///     #[init]
    ///     async fn new(config: Config) -> Result<Self> {
    ///         if config.greeting.is_empty() {
    ///             return Err("a greeting has to have some letters".into());
    ///         }
    ///         Ok(Self { greeting: config.greeting })
    ///     }
    ///
    ///     #[hook("message.received")]
    ///     fn greet(&self, _: &MessageReceived, cx: &Cx) {
    ///         cx.info(&self.greeting);
    ///     }
    /// }
    /// ```
    ///
    /// ```text
    /// error[E0277]: `Config` cannot be a plugin's configuration
    /// ..
    ///  |     fn new(_config: Config) -> Self {
    ///  |                     ^^^^^^ derive `serde::Deserialize` and `schemars::JsonSchema` for it, and own its data
    /// ```
    init;
    /// Starts a plugin once all are made.
    ///
    /// It takes no arguments. The method takes `&self` and, if it likes, a `&Cx`; it may be `fn` or `async fn`, and returns nothing or a
    /// `hookwire::Result<()>`. Plugins start in the order that `after` of `#[plugin]` gives, else by their ids. With an `Err`, a panic, or after
    /// 30 seconds, the plugin is left out, and if it has a gate or is `required`, the host does not start. Hook points cannot be fired before all have
    /// started: do that at `host.start`.
    ///
    /// ```
    /// use hookwire::{Cx, Result, plugin};
    /// use std::sync::OnceLock;
    ///
    /// /// Keeps a folder.
    /// #[derive(Default)]
    /// pub struct Folder(OnceLock<std::path::PathBuf>);
    ///
    /// #[plugin(id = "folder")]
    /// impl Folder {
    ///     #[start]
    ///     async fn open(&self, cx: &Cx) -> Result<()> {
    ///         let folder = std::env::temp_dir();
    ///         cx.info(format!("works in {}", folder.display()));
    ///         self.0.set(folder).map_err(|_| "started twice")?;
    ///         Ok(())
    ///     }
    /// }
    /// ```
    ///
    /// ```text
    /// error: `#[start]` takes `&self` first: it works on the plugin
    ///  |
    ///  |     async fn start() {}
    ///  |                   ^
    /// ```
    start;
    /// Stops a plugin before the host ends.
    ///
    /// It takes no arguments. The method takes `&self` and, if it likes, a `&Cx`; it may be `fn` or `async fn`, and returns nothing or a
    /// `hookwire::Result<()>`, whose error is logged. Plugins stop in the reverse order of their start, when the running turns are finished or
    /// `limits.grace` is over, each within 30 seconds. An instance that a reload replaces is stopped when the turns that have it are over, at most
    /// ten minutes later; one that is switched off is stopped at once, also under turns that still call it. It does not run when the process is
    /// killed, nor for a plugin that did not start.
    ///
    /// ```
    /// use hookwire::{Cx, plugin};
    /// use std::sync::Mutex;
    ///
    /// /// Keeps lines.
    /// #[derive(Default)]
    /// pub struct Lines(Mutex<Vec<String>>);
    ///
    /// #[plugin(id = "lines")]
    /// impl Lines {
    ///     #[stop]
    ///     fn flush(&self, cx: &Cx) {
    ///         if let Ok(lines) = self.0.lock() {
    ///             cx.info(format!("{} lines", lines.len()));
    ///         }
    ///     }
    /// }
    /// ```
    ///
    /// ```text
    /// error: `#[stop]` takes `&self`: a plugin is shared; keep what changes in a `Mutex` or an atomic
    ///  |
    ///  |     async fn stop(self) {}
    ///  |                   ^^^^
    /// ```
    stop;
    /// Offers a method of a plugin to the model as a tool.
    ///
    /// The documentation of the method is what the model reads about the tool, and the model decides when to call it. The method takes `&self`,
    /// then its arguments, then a `&Cx` if it likes; it may be `fn` or `async fn`. It returns whatever can be serialised, as a text or as JSON, or a
    /// `hookwire::Result` of it, whose error the model reads.
    ///
    /// | argument | is |
    /// |---|---|
    /// | `name = "..."` | otherwise the method's name; `delegate`, `read_result` and `load_skill` are the host's own, and names with `__` those of [`tools`](macro@tools) |
    /// | `description = "..."` | otherwise the method's documentation |
    /// | `timeout = "30s"` | how long a call may take; otherwise as the operator says, or two minutes |
    /// | `available = "method"` | a `fn(&self) -> bool` of the block: while it says no, the tool is neither offered nor called |
    ///
    /// | parameters | the arguments are |
    /// |---|---|
    /// | `city: String, days: Option<u32>` | plain ones of these names; a doc comment on a parameter describes it to the model, and an `Option` may be left out |
    /// | `args: Args`, and no other | the fields of the struct, which derives `serde::Deserialize` and `schemars::JsonSchema`; the name `args` makes it so |
    ///
    /// Arguments that do not fit the schema, or that it does not name, never reach the method.
    ///
    /// ```
    /// use hookwire::{Result, plugin};
    /// use schemars::JsonSchema;
    /// use serde::Deserialize;
    ///
    /// /// Knows the weather.
    /// #[derive(Default)]
    /// pub struct Weather;
    ///
    /// #[derive(Deserialize, JsonSchema)]
    /// pub struct Args {
    ///     /// The city, in English.
    ///     city: String,
    /// }
    ///
    /// #[plugin(id = "weather")]
    /// impl Weather {
    ///     /// Tells today's weather in a city.
    ///     #[tool(timeout = "10s")]
    ///     async fn today(&self, args: Args) -> Result<String> {
    ///         if args.city.is_empty() {
    ///             return Err("name a city".into());
    ///         }
    ///         Ok(format!("sunny in {}", args.city))
    ///     }
    ///
    ///     /// Converts a temperature to degrees Fahrenheit.
    ///     #[tool]
    ///     fn fahrenheit(
    ///         &self,
    ///         /// In degrees Celsius.
    ///         celsius: f64,
    ///     ) -> f64 {
    ///         celsius * 1.8 + 32.0
    ///     }
    /// }
    /// ```
    ///
    /// ```text
    /// error: say in a doc comment what the tool does: the model reads it
    ///  |
    ///  |     async fn search(&self, text: String) -> String {
    ///  |              ^^^^^^
    /// ```
    /// ```text
    /// error: call this parameter `args`: only then are the fields of its type the arguments
    ///  |
    ///  |     fn echo(&self, input: Args) -> String {
    ///  |                    ^^^^^
    /// ```
    tool;
    /// Makes a method of a plugin bring tools that come and go while the host runs, such as those of a server.
    ///
    /// The method takes `&self` alone, is a plain `fn`, and returns an `Arc<dyn hookwire::plugin::ToolSource>`, or a `hookwire::Result` of one. It is
    /// called once for each instance of the plugin. It needs a doc comment.
    ///
    /// With `#[tools("github")]`, the source's tool `issues` is the tool `github__issues` for models, agents' lists of tools and `cx.tool()`: it is
    /// called through the same hooks, checks and gates as one of [`tool`](macro@tool). The source lists its tools when a turn first wants
    /// them, and again after its `changed` has come to an end; the next request to the model has the new list, also in a turn that
    /// has begun. While listing fails or takes too long, the last list stays, and the turn goes on.
    ///
    /// A tool is left out, with a warning, if its name has other letters than models take, is longer than 64 with that of its source, or
    /// comes twice, and if its schema is none, or none of an object.
    ///
    /// | argument | is |
    /// |---|---|
    /// | first | the name, of lower-case letters, digits, `-` and single `_`, at most 32 |
    /// | `list_timeout = "5s"` | how long it may take to list the tools; otherwise ten seconds |
    /// | `timeout = "1m"` | how long a call may take whose tool does not say so; otherwise as the operator says, or two minutes |
    ///
    /// ```
    /// use hookwire::plugin::{SourceTool, ToolOutput, ToolSource};
    /// use hookwire::{Cx, Result, plugin};
    /// use serde_json::{Value, json};
    /// use std::future::Future;
    /// use std::pin::Pin;
    /// use std::sync::Arc;
    ///
    /// type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;
    ///
    /// struct Shelf(Vec<String>);
    ///
    /// impl ToolSource for Shelf {
    ///     fn list<'a>(&'a self, _: &'a Cx) -> BoxFuture<'a, Result<Vec<SourceTool>>> {
    ///         let schema = json!({ "type": "object" });
    ///         let tool = move |name| SourceTool::new(name, "Opens this book.", schema.clone());
    ///         Box::pin(async move { Ok(self.0.iter().map(tool).collect()) })
    ///     }
    ///
    ///     fn call<'a>(&'a self, tool: &'a str, _: Value, _: &'a Cx) -> BoxFuture<'a, Result<ToolOutput>> {
    ///         Box::pin(async move { Ok(ToolOutput::new(format!("{tool} is open"))) })
    ///     }
    /// }
    ///
    /// /// Opens books.
    /// #[derive(Default)]
    /// pub struct Library;
    ///
    /// #[plugin(id = "library")]
    /// impl Library {
    ///     /// A tool for each book.
    ///     #[tools("books", list_timeout = "2s")]
    ///     fn books(&self) -> Arc<dyn ToolSource> {
    ///         Arc::new(Shelf(vec!["dune".into()]))
    ///     }
    /// }
    /// ```
    ///
    /// ```text
    /// error: a source of tools is there at once; do what takes time in its `list`
    ///  |
    ///  |     async fn server(&self) -> Arc<dyn ToolSource> {
    ///  |     ^^^^^
    /// ```
    tools;
    /// Makes a method of a plugin a slash command, which people call in any channel.
    ///
    /// The method takes `&self`, then its arguments, then a `&Cx` if it likes. It may be `fn` or `async fn`, and returns a text, a
    /// `hookwire::Reply`, or a `hookwire::Result` of either. Its documentation is what `/help` shows.
    ///
    /// | argument | is |
    /// |---|---|
    /// | first | the name with its slash: `"/clear"`; those of the host, such as `/help` and `/skill`, are taken |
    /// | `timeout = "30s"` | how long a run may take; two minutes otherwise, and ten in the background |
    /// | `background` | it answers at once that it has begun, and when it is done with a message to the session, outside of which it does not begin; it ends with the plugin, without an answer: when the plugin is switched off, when its instance is stopped after a reload, or when the host ends. `chat -p` waits for the answer |
    /// | `scope = "admin"` | only whoever runs the host, and whom the operator names in `admins`, may run it; otherwise `"everybody"` |
    ///
    /// | parameters | the arguments are |
    /// |---|---|
    /// | `args: &str`, and no other | the text behind the command's name, as it was written; the parameter's name is free |
    /// | `minutes: u32, text: String` | plain ones of these names; a doc comment on a parameter describes it in `/help NAME`, and an `Option` may be left out |
    /// | `args: Args`, and no other | the fields of the struct, which derives `serde::Deserialize` and `schemars::JsonSchema` |
    ///
    /// Typed arguments are written as in a shell: `/remind 5 "tea is ready"`, `/remind --minutes 5 --text tea`, `/remind minutes=5 tea`. A `String`
    /// that comes last takes the rest of the line, a `Vec` that comes last all words that are left, and a `bool` is a flag, `--loud`. Whatever does
    /// not fit is answered with what is wrong and how the command is written: `/remind <minutes> <text>`.
    ///
    /// ```
    /// use hookwire::{Cx, plugin};
    ///
    /// /// Says who you are.
    /// #[derive(Default)]
    /// pub struct Who;
    ///
    /// #[plugin(id = "who")]
    /// impl Who {
    ///     /// Says who you are, and repeats what you said.
    ///     #[command("/who")]
    ///     fn who(&self, args: &str, cx: &Cx) -> String {
    ///         let user = cx.identity().user.as_deref().unwrap_or("nobody");
    ///         format!("{user}: {args}")
    ///     }
    ///
    ///     /// Says when it will be.
    ///     #[command("/in")]
    ///     fn when(
    ///         &self,
    ///         /// How many minutes from now.
    ///         minutes: u32,
    ///         what: String,
    ///     ) -> String {
    ///         format!("{what} is in {minutes} minutes")
    ///     }
    /// }
    /// ```
    ///
    /// ```text
    /// error: `reset` is no command name; write a slash and then lower-case letters, digits, `-` or `_`: "/clear"
    ///  |
    ///  |     #[command("reset")]
    ///  |               ^^^^^^^
    /// ```
    command;
    /// Makes a method of a plugin a verb: what the operator runs on the command line, as `hookwire <plugin's id> <name> --flags`.
    ///
    /// The method takes `&self`, then its arguments, then a `&Cx` if it likes. It may be `fn` or `async fn`, and returns a text, a
    /// `hookwire::Reply`, or a `hookwire::Result` of either: the text goes to standard output, an error to standard error, with exit code 1. Its
    /// documentation is what `--help` shows. All plugins are started before and stopped behind it, as for one message.
    ///
    /// | argument | is |
    /// |---|---|
    /// | first | the name: `"export"`; the plugin's id, which stands before it, must be none of the host's verbs |
    /// | `timeout = "1h"` | how long a run may take; otherwise ten minutes |
    ///
    /// Arguments are those of a [tool](macro@tool): plain parameters, or one struct called `args`. Each is a flag, `--since 2026-01-01`; a `bool`
    /// stands alone, `--dry-run`, and a `Vec` may come several times. A flag that the host has, such as `--data`, gets the plugin's id before it:
    /// `--notes-data`.
    ///
    /// ```
    /// use hookwire::{Result, plugin};
    /// use std::sync::Mutex;
    ///
    /// /// Keeps lines.
    /// #[derive(Default)]
    /// pub struct Lines(Mutex<Vec<String>>);
    ///
    /// #[plugin(id = "lines")]
    /// impl Lines {
    ///     /// Prints the lines.
    ///     #[verb("print")]
    ///     fn print(
    ///         &self,
    ///         /// How many at most.
    ///         most: Option<usize>,
    ///     ) -> Result<String> {
    ///         let lines = self.0.lock().map_err(|_| "another thread panicked")?;
    ///         let most = most.unwrap_or(lines.len());
    ///         Ok(lines.iter().take(most).cloned().collect::<Vec<_>>().join("\n"))
    ///     }
    /// }
    /// ```
    ///
    /// ```text
    /// error: say in a doc comment what the verb does: `--help` shows it
    ///  |
    ///  |     fn export(&self) -> String {
    ///  |        ^^^^^^
    /// ```
    verb;
    /// Makes a method of a plugin open the models of one provider.
    ///
    /// With `#[model("parrot")]`, the configuration `model = "parrot/grey"` calls the method with `grey`. It takes `&self`, `name: &str` and, if it
    /// likes, a `&Cx`; it may be `fn` or `async fn`, and returns an `Arc` of a `hookwire::model::Model`, or a `hookwire::Result` of one. It needs a
    /// doc comment, and may take 30 seconds.
    ///
    /// | argument | is |
    /// |---|---|
    /// | first | the provider's name, what stands before the slash |
    ///
    /// ```
    /// use hookwire::model::{Model, Scripted};
    /// use hookwire::{Result, plugin};
    /// use std::sync::Arc;
    ///
    /// /// Brings a model that repeats its input.
    /// #[derive(Default)]
    /// pub struct Parrots;
    ///
    /// #[plugin(id = "parrots")]
    /// impl Parrots {
    ///     /// Opens a parrot.
    ///     #[model("parrot")]
    ///     fn open(&self, _name: &str) -> Result<Arc<dyn Model>> {
    ///         Ok(Arc::new(Scripted::echo()))
    ///     }
    /// }
    /// ```
    ///
    /// ```text
    /// error: a model provider is given the model's name: `name: &str`
    ///  |
    ///  |     fn open(&self) -> Arc<Scripted> {
    ///  |            ^^^^^^^
    /// ```
    model;
    /// Teaches the model a text of a plugin, which is loaded when it is needed: a constant, or each `SKILL.md` of a folder.
    ///
    /// The documentation of the constant says when: the model sees it in the tool `load_skill`, with the name `<plugin's id>:<name>`. People load it
    /// with `/skill <plugin's id>:<name>`.
    ///
    /// | argument | is |
    /// |---|---|
    /// | first | the name, of lower-case letters, digits, `-` and `_` |
    /// | `folder = "skills"` | instead of a name, a folder beside `Cargo.toml`: each folder in it has a `SKILL.md`; the constant is a `()` |
    ///
    /// A `SKILL.md` begins with `---`, `name: release-notes`, `description: when to load it`, and `---`; the text stands below. Without a `name`, the
    /// skill is called as its folder is; other keys, and other files in the folder, are left out. The texts are compiled into the binary, anew when one
    /// changes. For a folder that is added to be noticed at once, have a `build.rs` print `cargo::rerun-if-changed=skills`.
    ///
    /// ```ignore
    /// #[plugin(id = "style")]
    /// impl Style {
    ///     #[skill(folder = "skills")]
    ///     const SKILLS: () = ();
    /// }
    /// ```
    ///
    /// ```
    /// use hookwire::plugin;
    ///
    /// /// Teaches writing.
    /// #[derive(Default)]
    /// pub struct Style;
    ///
    /// #[plugin(id = "style")]
    /// impl Style {
    ///     /// How to write release notes. Load it before you write some.
    ///     #[skill("release-notes")]
    ///     const RELEASE_NOTES: &str = "Say first what changes for the user.";
    /// }
    /// ```
    ///
    /// ```text
    /// error: say in a doc comment when the model should load this skill
    ///  |
    ///  |     const WRITING: &str = "Be brief.";
    ///  |           ^^^^^^^
    /// ```
    skill;
    /// Brings texts with places for values, which `cx.render` fills in: a constant, or each file of a folder.
    ///
    /// The syntax is that of Jinja: `{{ name }}`, `{% for note in notes %}`, `{% include "note.html" %}`. In a template whose name ends in `.html`
    /// each value is escaped. A page begins with `{% extends "layout.html" %}` and fills the blocks `title`, `head` and `content` of the host's layout.
    /// A template can extend and include the layout and the templates of its plugin, and nothing else. The operator may put a file in the place of each
    /// (`templates.folder`).
    ///
    /// | argument | is |
    /// |---|---|
    /// | first | the name, with an ending: `"page.html"`; the constant is the text |
    /// | `folder = "templates"` | instead of a name, a folder beside `Cargo.toml`: each file in it is a template of its name; the constant is a `()` |
    ///
    /// The texts are compiled into the binary, anew when one changes. For a file that is added to be noticed at once, have a `build.rs` print
    /// `cargo::rerun-if-changed=templates`. That they can be read is checked when the host starts, and by `hookwire::conformance!`.
    ///
    /// ```
    /// use hookwire::plugin::Card;
    /// use hookwire::{Cx, Result, plugin};
    /// use serde_json::json;
    ///
    /// /// Shows notes.
    /// #[derive(Default)]
    /// pub struct Notes;
    ///
    /// #[plugin(id = "notes")]
    /// impl Notes {
    ///     #[template("notes.html")]
    ///     const NOTES: &str = "<ul>{% for note in notes %}<li>{{ note }}</li>{% endfor %}</ul>";
    ///
    ///     /// Shows all notes.
    ///     #[card("Notes")]
    ///     async fn notes(&self, cx: &Cx) -> Result<Card> {
    ///         Ok(Card::html(cx.render("notes.html", &json!({ "notes": ["buy < milk"] })).await?))
    ///     }
    /// }
    /// ```
    ///
    /// ```text
    /// error: a template is a text: make this constant a `&str`
    ///  |
    ///  |     const PAGE: u32 = 1;
    ///  |                 ^^^
    /// ```
    template;
    /// Fills a card: a small box on a page of the host.
    ///
    /// The method takes `&self` and a `&Cx`, and returns a `hookwire::plugin::Card`, or a `hookwire::Result` of it: fields, text, or HTML that
    /// `cx.render` made. It is called each time somebody opens the page, for whom the context says. A card that fails, panics or takes too long shows
    /// that in its place, and the other cards stand.
    ///
    /// | argument | is |
    /// |---|---|
    /// | first | the title |
    /// | `on = "dashboard"` | the page: `dashboard` (the start page), `agent` (that of each agent) or `session` (that of each session); the start page, if absent |
    /// | `timeout = "5s"` | how long it may take; five seconds, if absent |
    ///
    /// ```
    /// use hookwire::plugin;
    /// use hookwire::plugin::Card;
    /// use std::sync::atomic::{AtomicU32, Ordering};
    ///
    /// /// Counts.
    /// #[derive(Default)]
    /// pub struct Counter(AtomicU32);
    ///
    /// #[plugin(id = "counter")]
    /// impl Counter {
    ///     /// How often somebody looked.
    ///     #[card("Counted", on = "dashboard")]
    ///     fn counted(&self) -> Card {
    ///         let count = self.0.fetch_add(1, Ordering::Relaxed);
    ///         Card::fields([("so far", count.to_string())])
    ///     }
    /// }
    /// ```
    ///
    /// ```text
    /// error: say what stands above the card: `#[card("Latest notes")]`
    ///  |
    ///  |     #[card]
    ///  |       ^^^^
    /// ```
    card;
    /// Runs a method of a plugin again and again, so much time apart.
    ///
    /// The first run is one interval after a host first starts with the plugin. When the next one is due is kept in the host's store: a restart
    /// does not begin anew, and however many hosts share a store, a method runs one at a time. When the plugin has no such method any more, or
    /// another interval, the schedule goes, or is made anew.
    ///
    /// The method takes `&self`, then a `&ScheduleEvent` (`hookwire::cx::ScheduleEvent`: when it was due, how late it is, what was missed) and a
    /// `&Cx` if it likes; it may be `fn` or `async fn`, and returns nothing or a `hookwire::Result<()>`, whose error is logged; the next run
    /// comes at its time. A run that the host's end cut short is begun again, and its event says so.
    ///
    /// | argument | is |
    /// |---|---|
    /// | first | the interval: `"30s"`, `"5m"`, `"2h"`, `"1d"` |
    /// | `jitter = "30s"` | puts each run off by a random time up to this one |
    /// | `missed = "skip"` | what becomes of times at which no host was there: `"run-once"` (one run for all of them, unless told otherwise), `"skip"` (none) or `"each"` |
    /// | `timeout = "1m"` | how long a run may take; otherwise ten minutes |
    ///
    /// It runs once, by the plugin's own instance, however many agents have settings of their own for the plugin.
    ///
    /// ```
    /// use hookwire::{Cx, Result, plugin};
    ///
    /// /// Keeps a cache.
    /// #[derive(Default)]
    /// pub struct Cache;
    ///
    /// #[plugin(id = "cache")]
    /// impl Cache {
    ///     /// Empties the cache.
    ///     #[every("5m", jitter = "30s")]
    ///     async fn tidy(&self, cx: &Cx) -> Result<()> {
    ///         cx.kv().remove("cache").await
    ///     }
    /// }
    /// ```
    ///
    /// ```text
    /// error: `5 minutes` is no duration; write a whole number above 0 and a unit: "250ms", "5s" or "2m"
    ///  |
    ///  |     #[every("5 minutes")]
    ///  |             ^^^^^^^^^^^
    /// ```
    every;
    /// Runs a method of a plugin at the times of a cron expression.
    ///
    /// The expression has five fields: minute, hour, day of the month, month, day of the week. Each is `*`, a number or a name (`jan`, `mon`), a
    /// range `9-17`, each with a step (`*/15`), or several with commas between. If both days are given, one of them is enough.
    ///
    /// A local time that does not exist, as clocks are put forward, is run at the next moment that does; one that exists twice, as they are put
    /// back, is run at the first. For all else see [`every`](macro@every).
    ///
    /// | argument | is |
    /// |---|---|
    /// | first | the expression: `"0 9 * * mon"` |
    /// | `zone = "Europe/Berlin"` | the time zone in which it is read; otherwise UTC |
    /// | `jitter`, `missed`, `timeout` | as at [`every`](macro@every) |
    ///
    /// ```
    /// use hookwire::cx::ScheduleEvent;
    /// use hookwire::{Cx, plugin};
    ///
    /// /// Reports.
    /// #[derive(Default)]
    /// pub struct Reports;
    ///
    /// #[plugin(id = "reports")]
    /// impl Reports {
    ///     /// Writes the report of the week.
    ///     #[cron("0 9 * * mon", zone = "Europe/Berlin", missed = "skip")]
    ///     async fn weekly(&self, event: &ScheduleEvent, cx: &Cx) {
    ///         cx.info(format!("report {}", event.run));
    ///     }
    /// }
    /// ```
    ///
    /// ```text
    /// error: `25` is no hour: it is a number from 0 to 23, or `*`
    ///  |
    ///  |     #[cron("0 25 * * *")]
    ///  |            ^^^^^^^^^^^^
    /// ```
    cron;
    /// Lets the plugin's own schedules run a method: those that it makes with `cx.schedule()` and `.event("method", ..)`.
    ///
    /// The method is one as at [`every`](macro@every); what the plugin gave the schedule is in the event's `payload`.
    ///
    /// | argument | is |
    /// |---|---|
    /// | `timeout = "1m"` | how long a run may take; otherwise ten minutes |
    ///
    /// ```
    /// use hookwire::cx::ScheduleEvent;
    /// use hookwire::{Cx, Result, plugin};
    /// use std::time::Duration;
    ///
    /// /// Reminds.
    /// #[derive(Default)]
    /// pub struct Reminder;
    ///
    /// #[plugin(id = "reminder", capabilities = [schedule])]
    /// impl Reminder {
    ///     /// Reminds of something after some minutes.
    ///     #[tool]
    ///     async fn remind(&self, of: String, minutes: u64, cx: &Cx) -> Result<()> {
    ///         let time = Duration::from_secs(60 * minutes);
    ///         cx.schedule().after(&of, time).event("ring", &of).await
    ///     }
    ///
    ///     #[scheduled]
    ///     fn ring(&self, event: &ScheduleEvent, cx: &Cx) {
    ///         cx.info(format!("{} is due", event.payload));
    ///     }
    /// }
    /// ```
    ///
    /// ```text
    /// error: a method that runs by the clock is told of its run with a `&ScheduleEvent`: take that, or nothing
    ///  |
    ///  |     fn tidy(&self, _text: String) {}
    ///  |                           ^^^^^^
    /// ```
    scheduled;
    /// Answers HTTP requests with a router of axum, under `/plugins/<the plugin's id>/` of the host.
    ///
    /// The method takes `&self` and returns a `hookwire::routes::Router`, or a `hookwire::Result` of one. It is called once for an instance of the
    /// plugin; handlers have what they need of the plugin as the router's state, and take a `Cx` and a `BasePath` as arguments. It needs the feature `routes` of
    /// `hookwire` and the capability `routes`; a plugin has one such method.
    ///
    /// A request has passed what every request to the host passes: origin, token, limits, and its whole body has arrived. The `Cx` knows who asks, and is cancelled when the client
    /// has left. A panic is answered with 500, and is a fault of the plugin. A path inside the plugin is what follows its id.
    ///
    /// | argument | is |
    /// |---|---|
    /// | `nav = "Notes"` | the entry in the navigation of the host's pages, which leads to `/` of the routes |
    /// | `public = ["/webhook", "/static/*"]` | paths that need no token: whole ones, and all below a folder; nobody is known to ask there, unless a token is sent |
    /// | `openapi = Self::openapi` | a `fn() -> serde_json::Value`: the document of the routes, with `paths` and `components`, for `/openapi.json` |
    /// | `timeout = "5m"` | how long an answer may take to begin; otherwise 30 seconds. A stream may go on for any time |
    ///
    /// ```
    /// use hookwire::routes::Router;
    /// use hookwire::routes::axum::extract::State;
    /// use hookwire::routes::axum::routing::{get, post};
    /// use hookwire::{Cx, plugin};
    /// use std::sync::{Arc, Mutex};
    ///
    /// /// Keeps lines.
    /// #[derive(Default)]
    /// pub struct Lines(Arc<Mutex<Vec<String>>>);
    ///
    /// #[plugin(id = "lines", capabilities = [routes])]
    /// impl Lines {
    ///     #[routes(nav = "Lines", public = ["/hook"])]
    ///     fn routes(&self) -> Router {
    ///         let routes = Router::new().route("/", get(Self::list)).route("/hook", post(Self::add));
    ///         routes.with_state(Arc::clone(&self.0))
    ///     }
    ///
    ///     async fn list(State(lines): State<Arc<Mutex<Vec<String>>>>, cx: Cx) -> String {
    ///         cx.info(format!("{:?} reads", cx.identity().user));
    ///         lines.lock().map(|lines| lines.join("\n")).unwrap_or_default()
    ///     }
    ///
    ///     async fn add(State(lines): State<Arc<Mutex<Vec<String>>>>, line: String) {
    ///         if let Ok(mut lines) = lines.lock() {
    ///             lines.push(line);
    ///         }
    ///     }
    /// }
    /// ```
    ///
    /// ```text
    /// error: `#[routes]` needs the capability `routes`: write `#[plugin(capabilities = [routes])]`
    ///  |
    ///  |     #[routes]
    ///  |       ^^^^^^
    /// ```
    routes;
}
