//! The conformance suite finds each of the faults that it looks for, and nothing in a plugin without faults.

use hookwire::cx::ScheduleEvent;
use hookwire::points::{HostStart, Message, MessageReceived, ToolCall, ToolReport, ToolWrap};
use hookwire::test::{Findings, PointProbe, findings};
use hookwire::{Next, Plugin, Result, Role, Verdict, hook_point, plugin};
use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::json;
use std::future::pending;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;
use std::time::Duration;

/// Makes sure that the suite finds one thing in a plugin, told with these words.
#[track_caller]
fn finds<P: Plugin>(words: &[&str]) {
    let findings = findings::<P>(json!({})).found;
    assert!(!findings.is_empty(), "the suite finds nothing");
    for finding in &findings {
        assert!(words.iter().all(|word| finding.contains(word)), "{finding}");
    }
}

#[test]
fn a_plugin_that_hooks_every_point_is_fired_at_every_point_and_stands_it() {
    let Findings { found, untried } = findings::<PointProbe>(json!({}));
    assert_eq!((found, untried), (vec![], vec![]));
}

#[derive(Default)]
struct Parcels(std::sync::Mutex<std::collections::BTreeSet<String>>);

/// A parcel of one's own.
#[hook_point("parcel.sent", kind = gate)]
#[derive(Debug, Clone, Serialize, Deserialize)]
struct ParcelSent {
    to: Option<String>,
    weights: Vec<u8>,
    way: Way,
    notes: serde_json::Value,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
enum Way {
    Air,
    Road { lorry: String },
    Sea(u64, f32),
}

static SEEN: std::sync::Mutex<Vec<ParcelSent>> = std::sync::Mutex::new(Vec::new());

#[plugin(id = "parcels")]
impl Parcels {
    #[hook(ParcelSent)]
    fn sent(&self, parcel: &ParcelSent) -> Verdict {
        self.0.lock().unwrap().insert(parcel.to.clone().unwrap_or_default());
        SEEN.lock().unwrap().push(parcel.clone());
        Verdict::Allow
    }
}

#[test]
fn events_of_a_point_of_ones_own_are_made_up_with_every_variant_and_extreme_values() {
    assert_eq!(findings::<Parcels>(json!({})).found, [""; 0]);
    let seen = SEEN.lock().unwrap();
    let any = |is: &dyn Fn(&ParcelSent) -> bool| assert!(seen.iter().any(is));
    any(&|parcel| matches!(parcel.way, Way::Air));
    any(&|parcel| matches!(&parcel.way, Way::Road { lorry } if lorry.contains('\0')));
    any(&|parcel| matches!(parcel.way, Way::Sea(u64::MAX, _)));
    any(&|parcel| parcel.weights.is_empty() && parcel.to.is_none());
    any(&|parcel| parcel.weights == [255; 3] && parcel.notes.is_object());
    any(&|parcel| parcel.to.as_ref().is_some_and(|to| to.len() > 10_000));
}

#[derive(Default)]
struct Short;

#[plugin(id = "short")]
impl Short {
    #[hook("message.received")]
    fn received(&self, event: &MessageReceived) {
        assert!(event.text.len() < 1000, "too long for me");
    }
}

#[test]
fn a_hook_that_panics_at_a_hostile_event() {
    finds::<Short>(&["panicked", "too long for me", "received"]);
}

#[derive(Default)]
struct Punctual;

#[plugin(id = "punctual")]
impl Punctual {
    #[every("1m")]
    fn tick(&self, event: &ScheduleEvent) {
        assert!(event.late < Duration::from_hours(1), "nobody is so late");
    }
}

#[test]
fn a_method_that_panics_when_it_is_late() {
    finds::<Punctual>(&["the schedule `tick: every 1m` of `punctual` panicked: nobody is so late"]);
}

#[derive(Default)]
struct Waits;

#[plugin(id = "waits")]
impl Waits {
    #[hook("tool.wrap")]
    async fn around(&self, call: ToolCall, next: Next<'_, ToolWrap>) -> Result<ToolReport> {
        pending::<()>().await;
        next.run(call).await
    }
}

#[test]
fn a_hook_that_never_ends() {
    finds::<Waits>(&["tool.wrap", "is not done after 5 seconds"]);
}

#[derive(Default)]
struct Blocks;

#[plugin(id = "blocks")]
impl Blocks {
    #[hook("tool.gate")]
    fn gate(&self, _: &ToolCall) -> Verdict {
        loop {
            thread::sleep(Duration::from_mins(1));
        }
    }
}

#[test]
fn a_hook_that_keeps_the_thread() {
    finds::<Blocks>(&["a hook at `tool.gate` keeps the thread", "spawn_blocking"]);
}

#[derive(Default)]
struct Uncancelled;

/// Is dropped half way when its call is.
struct Half(bool);

impl Drop for Half {
    fn drop(&mut self) {
        assert!(self.0, "dropped half way");
    }
}

#[plugin(id = "uncancelled")]
impl Uncancelled {
    #[hook("agent.after")]
    async fn after(&self, _: &mut Message) {
        let mut half = Half(false);
        tokio::task::yield_now().await;
        half.0 = true;
    }
}

#[test]
fn a_hook_that_cannot_be_dropped_while_it_waits() {
    finds::<Uncancelled>(&["dropped half way", "after"]);
}

#[derive(Default)]
struct OneAtATime(AtomicUsize);

#[plugin(id = "one-at-a-time")]
impl OneAtATime {
    /// Counts.
    #[tool]
    async fn count(&self) -> String {
        let others = self.0.fetch_add(1, Ordering::SeqCst);
        let _leave = Leave(&self.0);
        assert!(others < 2, "somebody else is here");
        tokio::task::yield_now().await;
        String::new()
    }
}

struct Leave<'a>(&'a AtomicUsize);

impl Drop for Leave<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

#[test]
fn a_tool_that_cannot_be_called_twice_at_once() {
    finds::<OneAtATime>(&["`count` panicked: somebody else is here", "beside others"]);
}

#[derive(Default)]
struct Slices;

#[plugin(id = "slices")]
impl Slices {
    /// Shortens a text.
    #[tool]
    fn shorten(&self, text: String) -> String {
        text[..3.min(text.len())].to_owned()
    }
}

#[test]
fn a_tool_that_panics_at_hostile_arguments() {
    finds::<Slices>(&["`shorten` panicked", "char boundary"]);
}

#[derive(Default)]
struct Sleeps;

#[plugin(id = "sleeps")]
impl Sleeps {
    /// Sleeps.
    #[tool]
    async fn sleep(&self) -> String {
        pending().await
    }
}

#[test]
fn a_tool_that_never_ends() {
    finds::<Sleeps>(&["`sleep` is not done after 5 seconds"]);
}

#[derive(Default)]
struct Cuts;

#[derive(Debug, Deserialize, JsonSchema)]
struct Cut {
    text: String,
    at: Option<usize>,
    unit: Option<Unit>,
}

#[derive(Debug, Deserialize, JsonSchema)]
enum Unit {
    Bytes,
    Letters,
}

#[plugin(id = "cuts")]
impl Cuts {
    /// Cuts a text.
    #[tool]
    fn cut(&self, args: Cut) -> String {
        match args.unit {
            Some(Unit::Letters) => args.text.chars().take(args.at.unwrap_or(1)).collect(),
            Some(Unit::Bytes) => args.text[args.at.unwrap_or(1)..].to_owned(),
            None => args.text,
        }
    }
}

#[test]
fn a_tool_that_panics_at_some_of_several_arguments() {
    finds::<Cuts>(&["`cut` panicked", "byte"]);
}

#[derive(Default)]
struct Refuses;

#[plugin(id = "refuses")]
impl Refuses {
    #[hook("message.received")]
    fn received(&self, event: &MessageReceived) -> Result<()> {
        assert!(!event.text.contains('\0'), "a zero");
        Err("never".into())
    }
}

#[test]
fn a_hook_that_refuses_so_often_that_it_is_suspended_is_tried_to_the_end() {
    finds::<Refuses>(&["panicked", "a zero"]);
}

#[derive(Default)]
struct ForLeads;

#[plugin(id = "for-leads", applies_to = Self::leads)]
impl ForLeads {
    #[hook("message.received")]
    fn received(&self, _: &MessageReceived) {
        panic!("a lead");
    }

    fn leads(_: &str, role: Role) -> bool {
        role == Role::Lead
    }
}

#[test]
fn a_plugin_for_some_role_is_tried_as_that() {
    finds::<ForLeads>(&["panicked", "a lead"]);
}

#[derive(Default)]
struct ForBilling(bool);

#[plugin(id = "for-billing", applies_to = Self::billing)]
impl ForBilling {
    /// Is never available.
    #[tool(available = "never")]
    fn nothing(&self) {}

    fn never(&self) -> bool {
        self.0
    }

    fn billing(agent: &str, _: Role) -> bool {
        agent == "billing"
    }
}

#[derive(Default)]
struct NeverThere(bool);

#[plugin(id = "never-there")]
impl NeverThere {
    /// Is never available.
    #[tool(available = "never")]
    fn nothing(&self) {}

    fn never(&self) -> bool {
        self.0
    }
}

/// A date.
#[derive(Debug, Clone, Serialize)]
struct Date(String);

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        if text.starts_with("20") { Ok(Self(text)) } else { Err(serde::de::Error::custom("no date")) }
    }
}

/// A parcel has come.
#[hook_point("parcel.arrived", kind = observe)]
#[derive(Debug, Clone, Serialize, Deserialize)]
struct ParcelArrived {
    on: Date,
}

#[derive(Default)]
struct Dates;

#[plugin(id = "dates")]
impl Dates {
    #[hook(ParcelArrived)]
    fn arrived(&self, parcel: &ParcelArrived) {
        assert!(!parcel.on.0.is_empty());
    }
}

#[test]
fn what_could_not_be_tried_is_told() {
    for (findings, why) in [
        (findings::<ForBilling>(json!({})), "applies to no agent called `default`"),
        (findings::<NeverThere>(json!({})), "`nothing`: it is not available"),
        (findings::<Dates>(json!({})), "`parcel.arrived`: no event could be made up: no date"),
    ] {
        assert_eq!(findings.found, [""; 0]);
        assert!(findings.untried.len() == 1 && findings.untried[0].contains(why), "{findings:?}");
    }
}

/// A tree.
#[hook_point("tree.grown", kind = observe)]
#[derive(Debug, Clone, Serialize, Deserialize)]
struct TreeGrown {
    tree: Tree,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
enum Tree {
    Branch(Box<Tree>, Box<Tree>),
    Leaf,
}

#[derive(Default)]
struct Trees;

#[plugin(id = "trees")]
impl Trees {
    #[hook(TreeGrown)]
    fn grown(&self, event: &TreeGrown) {
        assert!(matches!(event.tree, Tree::Leaf), "a branch");
    }
}

#[test]
fn events_that_hold_their_own_kind_have_an_end() {
    finds::<Trees>(&["panicked", "a branch"]);
}

#[derive(Default)]
struct Naps;

#[plugin(id = "naps")]
impl Naps {
    #[hook("tool.gate")]
    fn gate(&self, _: &ToolCall) -> Verdict {
        thread::sleep(Duration::from_secs(6));
        Verdict::Allow
    }
}

#[test]
fn a_hook_that_keeps_the_thread_for_a_while() {
    finds::<Naps>(&["a hook at `tool.gate`", "kept the thread for 6 seconds"]);
}

#[derive(Default)]
struct Impatient;

#[plugin(id = "impatient")]
impl Impatient {
    /// Waits.
    #[tool(timeout = "100ms")]
    async fn wait(&self) -> String {
        pending().await
    }
}

#[test]
fn a_tool_that_runs_into_its_own_time_out() {
    finds::<Impatient>(&["`wait` took longer than 100ms"]);
}

#[derive(Default)]
struct OneCommand(AtomicUsize);

#[plugin(id = "one-command")]
impl OneCommand {
    /// Waits.
    #[command("/alone")]
    async fn alone(&self) -> String {
        let others = self.0.fetch_add(1, Ordering::SeqCst);
        let _leave = Leave(&self.0);
        assert!(others < 2, "somebody else is here");
        tokio::task::yield_now().await;
        String::new()
    }
}

#[test]
fn a_command_that_cannot_be_run_twice_at_once() {
    finds::<OneCommand>(&["panicked", "somebody else is here", "beside others"]);
}

struct Loops;

#[plugin(id = "loops")]
impl Loops {
    #[init]
    fn new() -> Self {
        tokio::task::spawn_blocking(|| thread::sleep(Duration::from_mins(5)));
        Self
    }

    #[hook("host.start")]
    fn started(&self, _: &HostStart) {}
}

#[test]
fn a_thread_that_the_plugin_has_left_running_is_not_waited_for() {
    assert_eq!(findings::<Loops>(json!({})).found, [""; 0]);
}

struct Divides;

#[derive(Debug, Deserialize, JsonSchema)]
struct Divisor {
    #[serde(default = "one")]
    by: u64,
}

fn one() -> u64 {
    1
}

#[plugin(id = "divides")]
impl Divides {
    #[init]
    fn new(config: Divisor) -> Self {
        assert!(100 % config.by < 100);
        Self
    }

    #[hook("host.start")]
    fn started(&self, _: &HostStart) {}
}

#[test]
fn settings_that_fit_and_make_it_panic() {
    finds::<Divides>(&["with `by` = ", "panicked"]);
}

#[derive(Default)]
struct Commands;

#[plugin(id = "commands")]
impl Commands {
    /// Says the first word.
    #[command("/first")]
    fn first(&self, args: &str) -> String {
        args.split_whitespace().next().unwrap().to_owned()
    }
}

#[test]
fn a_command_that_panics_without_arguments() {
    finds::<Commands>(&["panicked", "first"]);
}

#[derive(Default)]
struct Divisions;

#[plugin(id = "divisions")]
impl Divisions {
    /// Shares a cake.
    #[command("/share", scope = "admin")]
    fn share(&self, among: u32) -> String {
        (12 / among).to_string()
    }
}

#[test]
fn a_command_that_panics_with_a_value_that_its_type_allows() {
    finds::<Divisions>(&["panicked", "share"]);
}

#[derive(Default)]
struct CakeCutter;

#[plugin(id = "cake-cutter")]
impl CakeCutter {
    /// Cuts a cake.
    #[verb("slice")]
    fn slice(&self, pieces: Option<u32>) -> String {
        pieces.map_or_else(String::new, |pieces| (12 / pieces).to_string())
    }
}

#[test]
fn a_verb_that_panics_with_a_value_that_its_type_allows() {
    finds::<CakeCutter>(&["panicked", "slice"]);
}

#[derive(Default)]
struct Sizes;

#[derive(Debug, Deserialize, JsonSchema)]
struct Size {
    #[serde(rename = "größe")]
    _size: u8,
}

#[plugin(id = "sizes")]
impl Sizes {
    /// Takes a size.
    #[tool]
    fn size(&self, _args: Size) -> String {
        String::new()
    }
}

#[test]
fn an_argument_with_a_name_that_providers_refuse() {
    finds::<Sizes>(&["the argument `größe` of `size`"]);
}

struct Strict;

#[derive(Debug, Deserialize, JsonSchema)]
struct StrictConfig {
    #[serde(default, deserialize_with = "strict")]
    _limit: u8,
}

#[allow(clippy::unnecessary_wraps, reason = "serde wants it so")]
fn strict<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u8, D::Error> {
    Ok(u8::deserialize(deserializer).unwrap())
}

#[plugin(id = "strict")]
impl Strict {
    #[init]
    fn new(_: StrictConfig) -> Self {
        Self
    }

    #[hook("host.start")]
    fn started(&self, _: &HostStart) {}
}

#[test]
fn settings_that_make_it_panic() {
    finds::<Strict>(&["with `_limit` = ", "panicked"]);
}

struct Once;

static HAS_STARTED: AtomicBool = AtomicBool::new(false);

#[plugin(id = "once")]
impl Once {
    #[init]
    fn new() -> Result<Self> {
        if HAS_STARTED.swap(true, Ordering::SeqCst) { Err("once is enough".into()) } else { Ok(Self) }
    }

    #[hook("host.start")]
    fn started(&self, _: &HostStart) {}
}

#[test]
fn a_plugin_that_starts_only_once() {
    finds::<Once>(&["it does not start", "once is enough"]);
}
