//! The conformance suite finds each of the faults that it looks for, and nothing in a plugin without faults.

use hookwire::points::{HostStart, Message, MessageReceived, ToolCall, ToolReport, ToolWrap};
use hookwire::test::{PointProbe, findings};
use hookwire::{Next, Plugin, Result, Verdict, hook_point, plugin};
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
    let findings = findings::<P>(json!({}));
    assert!(!findings.is_empty(), "the suite finds nothing");
    for finding in &findings {
        assert!(words.iter().all(|word| finding.contains(word)), "{finding}");
    }
}

#[test]
fn a_plugin_that_hooks_every_point_is_fired_at_every_point_and_stands_it() {
    assert_eq!(findings::<PointProbe>(json!({})), [""; 0]);
}

#[derive(Default)]
struct AllPoints(std::sync::Mutex<std::collections::BTreeSet<String>>);

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

#[plugin(id = "all-points")]
impl AllPoints {
    #[hook(ParcelSent)]
    fn sent(&self, parcel: &ParcelSent) -> Verdict {
        self.0.lock().unwrap().insert(parcel.to.clone().unwrap_or_default());
        SEEN.lock().unwrap().push(parcel.clone());
        Verdict::Allow
    }
}

#[test]
fn events_of_a_point_of_ones_own_are_made_up_with_every_variant_and_extreme_values() {
    assert_eq!(findings::<AllPoints>(json!({})), [""; 0]);
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
    finds::<OneAtATime>(&["`count` panicked beside others: somebody else is here"]);
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
    finds::<Once>(&["it does not start a second time", "once is enough"]);
}
