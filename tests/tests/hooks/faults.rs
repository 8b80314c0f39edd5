//! What a caller gets when a hook fails, for each kind, each way to fail and both policies.

use futures_util::FutureExt;
use futures_util::future::{BoxFuture, join, pending};
use hookwire::chain::FaultKind;
use hookwire::cx::{Cancel, Identity};
use hookwire::live::{Plugins, Wiring};
use hookwire::plugin::FailurePolicy;
use hookwire::point::HookPolicyOverride;
use hookwire::point::KindName;
use hookwire::points::{
    AttachmentDescribe, Attachments, Delta, MessageReceived, MessageSent, ModelDelta, ModelRequest,
    ModelResponse, ModelWrap, PluginFault, Request, RequestIntercept, ToolBefore, ToolCall, ToolGate,
    ToolReport, ToolWrap, TurnPersisted,
};
use hookwire::test::{Inject, Kit, Setup, cancel_after};
use hookwire::trace::Trace;
use hookwire::{
    Cx, Error, Fault, HookPoint, Next, Refused, Reply, Result, Role, Verdict, hook_point, plugin,
};
use serde::{Deserialize, Serialize, Serializer};
use serde_json::json;
use std::fmt;
use std::future::poll_fn;
use std::panic::AssertUnwindSafe;
use std::pin::pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::Poll;
use std::time::Duration;
use tokio::task::yield_now;
use tokio::time::{Instant, sleep, timeout};

const KINDS: [KindName; 6] =
    [KindName::Observe, KindName::Edit, KindName::Gate, KindName::Answer, KindName::Collect, KindName::Wrap];

/// A plugin with a hook of every kind that does its duty and says so.
macro_rules! dutiful {
    ($name:ident, $id:literal, $answer:expr) => {
        #[derive(Default)]
        struct $name;

        #[plugin(id = $id)]
        impl $name {
            #[hook("message.received")]
            async fn observe(&self, _: &MessageReceived, cx: &Cx) {
                cx.info($id);
            }

            #[hook("tool.before")]
            async fn edit(&self, call: &mut ToolCall, cx: &Cx) {
                cx.info($id);
                call.id.push_str($id);
            }

            #[hook("tool.gate")]
            async fn gate(&self, _: &ToolCall, cx: &Cx) -> Verdict {
                cx.info($id);
                Verdict::Allow
            }

            #[hook("request.intercept")]
            async fn answer(&self, _: &Request, cx: &Cx) -> Option<Reply> {
                cx.info($id);
                let answer: Option<&str> = $answer;
                answer.map(Into::into)
            }

            #[hook("attachment.describe")]
            async fn collect(&self, _: &Attachments, cx: &Cx) -> Vec<String> {
                cx.info($id);
                vec![$id.into()]
            }

            #[hook("tool.wrap")]
            async fn wrap(&self, call: ToolCall, next: Next<'_, ToolWrap>, cx: &Cx) -> Result<ToolReport> {
                cx.info($id);
                next.run(call).await
            }
        }
    };
}

dutiful!(Before, "a", None);
dutiful!(Victim, "b", Some("b"));
dutiful!(After, "c", Some("c"));

/// Plugins `a`, `b` and `c`, of which `b` fails at the point of a kind.
async fn failing(kind: KindName, how: Inject, policy: FailurePolicy, timeout: Duration) -> Kit {
    fn at<P: HookPoint>(setup: Setup, how: Inject, settings: HookPolicyOverride) -> Setup {
        setup.inject::<P>("b", how).hook::<P>("b", settings)
    }
    let settings = HookPolicyOverride { timeout: Some(timeout), on_failure: Some(policy), trace: None };
    let setup = Kit::of::<Before>().and::<Victim>().and::<After>();
    let at = match kind {
        KindName::Observe => at::<MessageReceived>,
        KindName::Edit => at::<ToolBefore>,
        KindName::Gate => at::<ToolGate>,
        KindName::Answer => at::<RequestIntercept>,
        KindName::Collect => at::<AttachmentDescribe>,
        KindName::Wrap => at::<ToolWrap>,
    };
    at(setup, how, settings).start().await
}

fn point(kind: KindName) -> &'static str {
    match kind {
        KindName::Observe => "message.received",
        KindName::Edit => "tool.before",
        KindName::Gate => "tool.gate",
        KindName::Answer => "request.intercept",
        KindName::Collect => "attachment.describe",
        KindName::Wrap => "tool.wrap",
    }
}

/// Fires the point of a kind and puts what the caller gets into a word.
async fn fire(kind: KindName, wiring: &Wiring, cx: &Cx) -> String {
    fn refused(refused: &Refused) -> String {
        assert!(refused.fault().refused, "{refused}");
        format!("refused by {}", refused.fault().plugin)
    }
    let call = || ToolCall::new("run", json!({}));
    match kind {
        KindName::Observe => {
            let done = wiring.fire::<MessageReceived>(&MessageReceived::new("hi"), cx).await;
            done.map_or_else(|it| refused(&it), |()| "done".into())
        }
        KindName::Edit => {
            let mut call = call();
            let done = wiring.fire::<ToolBefore>(&mut call, cx).await;
            done.map_or_else(|it| refused(&it), |()| format!("edited by {}", call.id))
        }
        KindName::Gate => match wiring.fire::<ToolGate>(&call(), cx).await.verdict() {
            Verdict::Allow => "allowed".into(),
            Verdict::Deny(why) if why.starts_with("`b`: its gate ") => "denied by b".into(),
            other => format!("{other:?}"),
        },
        KindName::Answer => {
            let answer = wiring.fire::<RequestIntercept>(&Request::new("hi"), cx).await;
            let text = |answer: Option<_>| {
                answer.map_or("none".into(), |it: hookwire::chain::Answered<Reply>| it.answer.text)
            };
            answer.map_or_else(|it| refused(&it), |answer| format!("answered {}", text(answer)))
        }
        KindName::Collect => {
            let items = wiring.fire::<AttachmentDescribe>(&Attachments::default(), cx).await;
            items.map_or_else(|it| refused(&it), |items| format!("collected {}", items.join(" ")))
        }
        KindName::Wrap => {
            let run = |call| -> BoxFuture<'_, _> { Box::pin(async { Ok(ToolReport::new(call, "ran")) }) };
            match wiring.wrap::<ToolWrap>(call(), cx, &run).await {
                Ok(report) => report.text,
                Err(error) => refused(error.downcast_ref().expect("a refusal")),
            }
        }
    }
}

/// What the caller gets, and whose hooks ran.
fn expected(kind: KindName, policy: FailurePolicy) -> (&'static str, &'static [&'static str]) {
    match (kind, policy) {
        (KindName::Observe, FailurePolicy::Open) => ("done", &["a", "c"]),
        (KindName::Observe, FailurePolicy::Closed) => ("refused by b", &["a", "c"]),
        (KindName::Edit, FailurePolicy::Open) => ("edited by ac", &["a", "c"]),
        (KindName::Gate, FailurePolicy::Open) => ("allowed", &["a", "c"]),
        (KindName::Gate, FailurePolicy::Closed) => ("denied by b", &["a", "c"]),
        (KindName::Answer, FailurePolicy::Open) => ("answered c", &["a", "c"]),
        (KindName::Collect, FailurePolicy::Open) => ("collected a c", &["a", "c"]),
        (KindName::Wrap, FailurePolicy::Open) => ("ran", &["a", "c"]),
        (_, FailurePolicy::Closed) => ("refused by b", &["a"]),
    }
}

/// The faults that one failure makes, with what is said.
fn faults(how: Inject, timeout: Duration) -> Vec<(FaultKind, String)> {
    let late = (FaultKind::Timeout, format!("took longer than {timeout:?}"));
    match how {
        Inject::Error | Inject::Block(_) => vec![(FaultKind::Error, "injected".into())],
        Inject::Panic | Inject::PanicLater => vec![(FaultKind::Panic, "injected".into())],
        Inject::PanicTwice => vec![(FaultKind::Panic, "a panic with a payload that is no text".into())],
        Inject::PanicInDrop => {
            vec![(FaultKind::Panic, "while it was dropped: injected, in drop".into()), late]
        }
        _ => vec![late],
    }
}

async fn check(kind: KindName, how: Inject, policy: FailurePolicy, timeout: Duration, traced: bool) {
    let case = format!("{kind} fails {policy} by {how:?}, traced: {traced}");
    let kit = failing(kind, how, policy, timeout).await;
    let wiring = kit.plugins().wiring("", Role::Agent);
    let cx = if traced { kit.cx().clone() } else { untraced(&kit) };

    let got = fire(kind, &wiring, &cx).await;
    let ran: Vec<_> = kit.logs().into_iter().map(|record| record.plugin).collect();
    let (outcome, runs) = expected(kind, policy);
    assert_eq!((got.as_str(), ran.as_slice()), (outcome, runs), "{case}");

    let reported = kit.faults().await;
    let said: Vec<_> = reported.iter().map(|fault| (fault.kind, fault.message.clone())).collect();
    assert_eq!(said, faults(how, timeout), "{case}");
    for fault in &reported {
        let Fault { plugin, point: at, hook, .. } = fault;
        let method = kind.to_string();
        assert_eq!((&**plugin, &**at, &**hook), ("b", point(kind), &*method), "{case}: {fault}");
        assert!(fault.file.ends_with("faults.rs") && fault.line > 0, "{case}: {fault}");
    }
    assert_eq!(reported.last().unwrap().refused, policy == FailurePolicy::Closed, "{case}");
}

fn untraced(kit: &Kit) -> Cx {
    kit.plugins().cx(Identity::default(), Cancel::default(), None)
}

#[tokio::test(start_paused = true)]
async fn each_failure_at_each_kind_costs_what_the_policy_says_and_no_more() {
    let ways = [
        Inject::Error,
        Inject::Panic,
        Inject::PanicTwice,
        Inject::PanicLater,
        Inject::PanicInDrop,
        Inject::Hang,
        Inject::Block(Duration::from_millis(2)),
    ];
    for kind in KINDS {
        for how in ways {
            for policy in [FailurePolicy::Open, FailurePolicy::Closed] {
                for traced in [true, false] {
                    check(kind, how, policy, Duration::from_secs(3), traced).await;
                }
            }
        }
    }
}

// On the real clock: paused time stands still while a task never rests.
#[tokio::test]
async fn a_hook_that_never_rests_is_ended_in_time_at_each_kind() {
    for kind in KINDS {
        for policy in [FailurePolicy::Open, FailurePolicy::Closed] {
            for traced in [true, false] {
                check(kind, Inject::Spin, policy, Duration::from_millis(15), traced).await;
            }
        }
    }
}

#[tokio::test]
async fn without_a_word_from_anybody_edits_gates_and_wraps_fail_closed_and_the_others_open() {
    for kind in KINDS {
        let kit = match kind {
            KindName::Observe => all().inject::<MessageReceived>("b", Inject::Error),
            KindName::Edit => all().inject::<ToolBefore>("b", Inject::Error),
            KindName::Gate => all().inject::<ToolGate>("b", Inject::Error),
            KindName::Answer => all().inject::<RequestIntercept>("b", Inject::Error),
            KindName::Collect => all().inject::<AttachmentDescribe>("b", Inject::Error),
            KindName::Wrap => all().inject::<ToolWrap>("b", Inject::Error),
        };
        let kit = kit.start().await;
        let closed = matches!(kind, KindName::Edit | KindName::Gate | KindName::Wrap);
        let (outcome, _) = expected(kind, if closed { FailurePolicy::Closed } else { FailurePolicy::Open });
        assert_eq!(fire(kind, &kit.plugins().wiring("", Role::Agent), kit.cx()).await, outcome, "{kind}");
    }
}

fn all() -> Setup {
    Kit::of::<Before>().and::<Victim>().and::<After>()
}

#[tokio::test]
async fn the_text_of_a_refusal_names_the_plugin_and_what_happened() {
    let texts = [
        (Inject::Error, "refused by `b`: injected"),
        (Inject::Panic, "refused because `b` panicked: injected"),
        (Inject::Hang, "refused because `b` timed out: took longer than 10ms"),
    ];
    for (how, text) in texts {
        let kit = failing(KindName::Edit, how, FailurePolicy::Closed, Duration::from_millis(10)).await;
        let refused = kit.fire::<ToolBefore>(&mut ToolCall::new("run", json!({}))).await.unwrap_err();
        assert_eq!(refused.to_string(), text);
        assert_eq!(refused.cause().is_some(), how == Inject::Error);
    }
}

#[tokio::test]
async fn the_error_of_a_hook_is_kept_with_its_type() {
    #[derive(Default)]
    struct Typed;

    #[plugin(id = "typed")]
    impl Typed {
        #[hook("tool.before")]
        fn parse(&self, _: &mut ToolCall) -> Result<()> {
            "seven".parse::<u32>()?;
            Ok(())
        }
    }

    let kit = Kit::of::<Typed>().start().await;
    let refused = kit.fire::<ToolBefore>(&mut ToolCall::new("run", json!({}))).await.unwrap_err();
    assert!(refused.cause().unwrap().downcast_ref::<std::num::ParseIntError>().is_some());
}

// ===== Edits =====

/// Changes the event and then fails, in the way the tool's name says.
#[derive(Default)]
struct HalfDone;

#[plugin(id = "half-done")]
impl HalfDone {
    #[hook("tool.before", on_failure = "open", timeout = "1s")]
    async fn spoil(&self, call: &mut ToolCall) -> Result<()> {
        call.args = json!("spoilt");
        match call.tool.as_str() {
            "error" => return Err(Error::msg("half done")),
            "panic" => panic!("half done"),
            "late panic" => {
                yield_now().await;
                panic!("half done")
            }
            _ => pending::<()>().await,
        }
        Ok(())
    }
}

#[tokio::test(start_paused = true)]
async fn an_edit_that_fails_open_leaves_the_event_as_it_was() {
    let kit = Kit::of::<HalfDone>().start().await;
    let (wiring, untraced) = (kit.plugins().wiring("", Role::Agent), untraced(&kit));
    for way in ["error", "panic", "late panic", "hang"] {
        for cx in [kit.cx(), &untraced] {
            let mut call = ToolCall::new(way, json!("whole"));
            wiring.fire::<ToolBefore>(&mut call, cx).await.unwrap();
            assert_eq!(call, ToolCall::new(way, json!("whole")), "{way}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn an_edit_that_fails_open_and_is_cancelled_leaves_the_event_as_it_was() {
    let kit = Kit::of::<HalfDone>().start().await;
    let mut call = ToolCall::new("hang", json!("whole"));
    assert!(cancel_after(3, kit.fire::<ToolBefore>(&mut call)).await.is_none());
    assert_eq!(call.args, json!("whole"));
}

/// Fired with a value of a type that bites.
#[hook_point("faults.touch", kind = edit)]
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Touch {
    value: Touchy,
}

/// Panics when its copy is copied, and when it is dropped or shown in the wrong state.
#[derive(Debug, Serialize, Deserialize)]
struct Touchy {
    #[serde(serialize_with = "show")]
    state: String,
    is_copy: bool,
}

fn show<S: Serializer>(state: &str, to: S) -> Result<S::Ok, S::Error> {
    assert!(state != "shy", "bites when shown");
    to.serialize_str(state)
}

impl Clone for Touchy {
    fn clone(&self) -> Self {
        assert!(!self.is_copy, "bites when copied");
        Self { state: self.state.clone(), is_copy: true }
    }
}

impl Drop for Touchy {
    fn drop(&mut self) {
        assert!(self.state != "biting", "bites when dropped");
    }
}

/// Makes the value what the first word of its state says, and then fails as the second says.
#[derive(Default)]
struct Toucher;

#[plugin(id = "toucher")]
impl Toucher {
    #[hook(Touch, on_failure = "open", timeout = "1s")]
    async fn touch(&self, touch: &mut Touch) -> Result<()> {
        let before = touch.value.state.clone();
        let (state, way) = before.split_once(' ').expect("two words");
        touch.value.state = state.into();
        match way {
            "error" => Err(Error::msg("half done")),
            "panic" => panic!("half done"),
            _ => pending().await,
        }
    }
}

fn touch(state: &str) -> Touch {
    Touch { value: Touchy { state: state.into(), is_copy: false } }
}

/// What was said of the faults, of which all are of `toucher`.
async fn said(kit: &Kit) -> Vec<String> {
    let faults = kit.faults().await;
    assert!(faults.iter().all(|it| it.plugin == "toucher" && it.point == "faults.touch"), "{faults:?}");
    faults.into_iter().map(|it| it.message).collect()
}

const UNDONE: &str = "while its edit was undone: bites when dropped";

#[tokio::test(start_paused = true)]
async fn an_edit_of_a_value_that_bites_is_undone_and_what_bites_is_one_more_fault() {
    for (way, own) in [("error", "half done"), ("panic", "half done"), ("hang", "took longer than 1s")] {
        let kit = Kit::of::<Toucher>().start().await;
        let (wiring, untraced) = (kit.plugins().wiring("", Role::Agent), untraced(&kit));
        for cx in [kit.cx(), &untraced] {
            for (state, faults) in [("meek", vec![own]), ("biting", vec![UNDONE, own])] {
                let mut event = touch(&format!("{state} {way}"));
                wiring.fire::<Touch>(&mut event, cx).await.unwrap();
                assert_eq!(event.value.state, format!("{state} {way}"));
                assert_eq!(said(&kit).await, faults, "{state} {way}");
            }
        }
    }
}

#[tokio::test(start_paused = true)]
async fn an_edit_of_a_value_that_bites_is_undone_when_it_is_cancelled_even_by_a_panic() {
    for (state, faults) in [("meek hang", vec![]), ("biting hang", vec![UNDONE])] {
        let kit = Kit::of::<Toucher>().start().await;
        let mut event = touch(state);
        assert!(cancel_after(3, kit.fire::<Touch>(&mut event)).await.is_none());
        assert_eq!((event.value.state.as_str(), said(&kit).await), (state, own(&faults)));

        let mut event = touch(state);
        let panics = async {
            let fire = pin!(kit.fire::<Touch>(&mut event));
            assert!(fire.now_or_never().is_some(), "the caller panics");
        };
        assert!(AssertUnwindSafe(panics).catch_unwind().await.is_err());
        assert_eq!((event.value.state.as_str(), said(&kit).await), (state, own(&faults)));
    }
}

fn own(texts: &[&str]) -> Vec<String> {
    texts.iter().map(ToString::to_string).collect()
}

#[tokio::test(start_paused = true)]
async fn an_edit_of_a_value_that_bites_when_it_is_recorded_is_one_more_fault() {
    let closed = HookPolicyOverride { on_failure: Some(FailurePolicy::Closed), ..HookPolicyOverride::NONE };
    let kit = Kit::of::<Toucher>().hook::<Touch>("toucher", closed).start().await;
    let refused = kit.fire::<Touch>(&mut touch("shy error")).await.unwrap_err();
    assert_eq!(refused.message(), "half done");
    let recorded = "while it was recorded: bites when shown";
    assert_eq!(said(&kit).await, [recorded, "half done"]);
    assert!(cancel_after(3, kit.fire::<Touch>(&mut touch("shy hang"))).await.is_none());
    assert_eq!(said(&kit).await, [recorded]);
}

// ===== Wraps =====

/// Does around the operation what the arguments say.
#[derive(Default)]
struct Around;

#[plugin(id = "around")]
impl Around {
    #[hook("tool.wrap", timeout = "1s")]
    async fn wrap(&self, call: ToolCall, next: Next<'_, ToolWrap>) -> Result<ToolReport> {
        let does = |step: &str| call.args.as_str().is_some_and(|steps| steps.split(' ').any(|it| it == step));
        if does("fail-before") {
            return Err(Error::msg("before"));
        }
        if does("wait-before") {
            sleep(Duration::from_millis(600)).await;
        }
        let result = next.run(call.clone()).await;
        if does("wait-after") {
            sleep(Duration::from_millis(600)).await;
        }
        assert!(!does("panic-after"), "after");
        if does("fail-after") {
            return Err(Error::msg("after"));
        }
        if does("reword") {
            return result.map_err(|error| Error::msg(format!("in other words: {error}")));
        }
        result
    }
}

/// Wraps an operation that takes half a minute, and says what came of it and how often it ran.
async fn around(policy: FailurePolicy, steps: &str) -> (Result<ToolReport>, usize, Vec<Fault>) {
    let settings = HookPolicyOverride { on_failure: Some(policy), ..HookPolicyOverride::NONE };
    let kit = Kit::of::<Around>().and::<After>().hook::<ToolWrap>("around", settings).start().await;
    let runs = AtomicUsize::new(0);
    let result = kit
        .wrap::<ToolWrap>(ToolCall::new("run", json!(steps)), &|call| {
            runs.fetch_add(1, Ordering::Relaxed);
            Box::pin(async move {
                sleep(Duration::from_secs(30)).await;
                match call.args.as_str() {
                    Some(steps) if steps.contains("broken") => Err(Error::msg("the operation is broken")),
                    _ => Ok(ToolReport::new(call, "ran")),
                }
            })
        })
        .await;
    (result, runs.into_inner(), kit.faults().await)
}

#[tokio::test(start_paused = true)]
async fn a_wrap_that_fails_open_before_it_calls_next_is_left_out() {
    let (result, runs, faults) = around(FailurePolicy::Open, "fail-before").await;
    assert_eq!((result.unwrap().text.as_str(), runs, faults.len()), ("ran", 1, 1));
    assert!(!faults[0].refused);
}

#[tokio::test(start_paused = true)]
async fn a_wrap_that_fails_open_after_it_called_next_fails_for_good_and_nothing_runs_twice() {
    for steps in ["fail-after", "panic-after", "wait-before wait-after"] {
        let (result, runs, faults) = around(FailurePolicy::Open, steps).await;
        let error = result.unwrap_err();
        assert_eq!(error.downcast_ref::<Refused>().unwrap().fault().plugin, "around", "{steps}");
        assert_eq!((runs, faults.len()), (1, 1), "{steps}");
        assert!(faults[0].refused, "{steps}");
    }
}

#[tokio::test(start_paused = true)]
async fn an_error_that_a_wrap_only_passes_on_is_not_its_fault() {
    for policy in [FailurePolicy::Open, FailurePolicy::Closed] {
        let (result, runs, faults) = around(policy, "broken").await;
        assert_eq!(result.unwrap_err().to_string(), "the operation is broken");
        assert_eq!((runs, faults), (1, vec![]));
    }
}

#[tokio::test]
async fn a_panic_of_the_operation_itself_is_an_error_and_no_hooks_fault() {
    let at_once: fn(ToolCall) -> BoxFuture<'static, Result<ToolReport>> = |_| panic!("over and out");
    let later: fn(ToolCall) -> BoxFuture<'static, Result<ToolReport>> = |_| {
        Box::pin(async {
            yield_now().await;
            panic!("over and out")
        })
    };
    for operation in [at_once, later] {
        // With hooks around it, and without.
        for setup in [Kit::of::<Before>().and::<After>(), Kit::of::<Later>()] {
            let kit = setup.start().await;
            let call = ToolCall::new("run", json!({}));
            let error = kit.cx().wrap::<ToolWrap>(call, &operation).await.unwrap_err();
            assert_eq!(error.to_string(), "the operation itself panicked: over and out");
            assert_eq!(kit.faults().await, []);
        }
    }
}

#[tokio::test(start_paused = true)]
async fn an_error_that_a_wrap_makes_of_another_is_its_own() {
    let (result, _, faults) = around(FailurePolicy::Closed, "broken reword").await;
    assert_eq!(
        result.unwrap_err().to_string(),
        "refused by `around`: in other words: the operation is broken"
    );
    assert_eq!(faults.len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_hook_further_in_that_fails_is_the_only_one_to_blame() {
    let setup = Kit::of::<Before>().and::<Victim>().and::<After>();
    let kit = setup.inject::<ToolWrap>("c", Inject::PanicLater).start().await;
    let run = |call| -> BoxFuture<'_, _> { Box::pin(async { Ok(ToolReport::new(call, "ran")) }) };
    let error = kit.wrap::<ToolWrap>(ToolCall::new("run", json!({})), &run).await.unwrap_err();
    assert_eq!(error.to_string(), "refused because `c` panicked: injected");
    let blamed: Vec<_> = kit.faults().await.into_iter().map(|fault| fault.plugin).collect();
    assert_eq!(blamed, ["c"]);
}

/// Asks a model around the tool: before the tool, or so that the tool's call is the model's answer.
#[derive(Default)]
struct Nested;

#[plugin(id = "nested")]
impl Nested {
    #[hook("tool.wrap", on_failure = "open")]
    async fn wrap(&self, call: ToolCall, next: Next<'_, ToolWrap>, cx: &Cx) -> Result<ToolReport> {
        let request = ModelRequest::new("m", vec![]);
        if call.args == json!("inside") {
            let run = |_| -> BoxFuture<'_, _> {
                let rest = next.run(call.clone());
                Box::pin(async { rest.await.map(|_| ModelResponse::default()) })
            };
            cx.wrap::<ModelWrap>(request, &run).await?;
            return Ok(ToolReport::new(call, "the model answered"));
        }
        let run = |_| -> BoxFuture<'_, _> { Box::pin(async { Err(Error::msg("no model")) }) };
        cx.wrap::<ModelWrap>(request, &run).await?;
        next.run(call).await
    }
}

/// Passes on what the model answers.
#[derive(Default)]
struct Model;

#[plugin(id = "model")]
impl Model {
    #[hook("model.wrap")]
    async fn wrap(&self, request: ModelRequest, next: Next<'_, ModelWrap>) -> Result<ModelResponse> {
        next.run(request).await
    }
}

#[tokio::test]
async fn an_error_of_another_wrap_chain_is_the_fault_of_the_hook_that_ran_it() {
    for setup in
        [Kit::of::<Nested>(), Kit::of::<Nested>().and::<Model>(), all().and::<Nested>().and::<Model>()]
    {
        let kit = setup.start().await;
        let run = |call| -> BoxFuture<'_, _> { Box::pin(async { Ok(ToolReport::new(call, "ran")) }) };
        let report = kit.wrap::<ToolWrap>(ToolCall::new("run", json!({})), &run).await.unwrap();
        assert_eq!(report.text, "ran");
        let faults = kit.faults().await;
        let said: Vec<_> = faults.iter().map(|it| (it.plugin.as_str(), it.message.as_str())).collect();
        assert_eq!(said, [("nested", "no model")]);
        assert!(!faults[0].refused);
    }
}

#[tokio::test]
async fn an_error_that_came_through_next_is_no_hooks_fault_even_if_it_crossed_another_chain() {
    for setup in
        [Kit::of::<Nested>(), Kit::of::<Nested>().and::<Model>(), all().and::<Nested>().and::<Model>()]
    {
        let kit = setup.start().await;
        let run = |_| -> BoxFuture<'_, _> { Box::pin(async { Err(Error::msg("broken")) }) };
        let error = kit.wrap::<ToolWrap>(ToolCall::new("run", json!("inside")), &run).await.unwrap_err();
        assert_eq!((error.to_string().as_str(), kit.faults().await), ("broken", vec![]));
    }
}

#[tokio::test(start_paused = true)]
async fn the_time_inside_next_does_not_count_for_a_wrap() {
    let start = Instant::now();
    let (result, _, faults) = around(FailurePolicy::Closed, "wait-before").await;
    assert_eq!((result.unwrap().text.as_str(), faults), ("ran", vec![]));
    assert!(start.elapsed() > Duration::from_secs(30));
}

#[tokio::test(start_paused = true)]
async fn the_time_before_and_after_next_counts_together() {
    let (result, _, faults) = around(FailurePolicy::Closed, "wait-before wait-after").await;
    assert_eq!(result.unwrap_err().to_string(), "refused because `around` timed out: took longer than 1s");
    assert_eq!(faults[0].kind, FaultKind::Timeout);
}

/// Calls the rest twice and polls the second call only once, then does something else.
#[derive(Default)]
struct Keeper;

#[plugin(id = "keeper")]
impl Keeper {
    #[hook("tool.wrap", timeout = "50ms")]
    async fn wrap(&self, call: ToolCall, next: Next<'_, ToolWrap>) -> Result<ToolReport> {
        let mut kept = Box::pin(next.run(call.clone()));
        assert!(poll_fn(|task| Poll::Ready(kept.as_mut().poll(task))).await.is_pending());
        match call.tool.as_str() {
            "pending" => pending::<()>().await,
            "busy" => loop {
                sleep(Duration::from_millis(20)).await;
            },
            _ => drop(next.run(call).await),
        }
        pending().await
    }
}

#[tokio::test(start_paused = true)]
async fn a_call_of_next_that_is_kept_and_not_polled_stops_no_time_out() {
    // Whatever the hook waits for, its time runs from when it was last polled without the rest.
    for (tool, begins) in [("busy", 0), ("pending", 30), ("other", 30)] {
        let kit = Kit::of::<Keeper>().and::<After>().start().await;
        let run = |call| -> BoxFuture<'_, _> {
            Box::pin(async {
                sleep(Duration::from_secs(30)).await;
                Ok(ToolReport::new(call, "ran"))
            })
        };
        let start = Instant::now();
        let wrapped = kit.wrap::<ToolWrap>(ToolCall::new(tool, json!({})), &run);
        let error = timeout(Duration::from_mins(1), wrapped).await.expect(tool).unwrap_err();
        let said = "refused because `keeper` timed out: took longer than 50ms";
        assert_eq!(error.to_string(), said, "{tool}");
        assert_eq!(start.elapsed().as_secs(), begins, "{tool}");
    }
}

/// Runs the rest twice at the same time.
#[derive(Default)]
struct Hedge;

#[plugin(id = "hedge")]
impl Hedge {
    #[hook("tool.wrap", timeout = "50ms")]
    async fn wrap(&self, call: ToolCall, next: Next<'_, ToolWrap>) -> Result<ToolReport> {
        let (first, second) = join(next.run(call.clone()), next.run(call)).await;
        first.and(second)
    }
}

#[tokio::test(start_paused = true)]
async fn the_time_inside_two_calls_of_next_does_not_count_until_both_are_over() {
    let kit = Kit::of::<Hedge>().and::<After>().start().await;
    let runs = AtomicUsize::new(0);
    let run = |call| -> BoxFuture<'_, _> {
        let steps = 1 + runs.fetch_add(1, Ordering::Relaxed);
        Box::pin(async move {
            for _ in 0..steps {
                sleep(Duration::from_secs(30)).await;
            }
            Ok(ToolReport::new(call, "ran"))
        })
    };
    let start = Instant::now();
    let report = kit.wrap::<ToolWrap>(ToolCall::new("run", json!({})), &run).await.unwrap();
    assert_eq!((report.text.as_str(), kit.faults().await), ("ran", vec![]));
    assert_eq!(start.elapsed().as_secs(), 60);
}

// ===== Drops =====

/// Counts the drops of what its futures hold.
#[derive(Default)]
struct Holder {
    dropped: AtomicUsize,
}

struct Held<'a>(&'a Holder);

impl Drop for Held<'_> {
    fn drop(&mut self) {
        self.0.dropped.fetch_add(1, Ordering::Relaxed);
    }
}

#[plugin(id = "holder")]
impl Holder {
    #[hook("message.received", timeout = "1s")]
    async fn wait(&self, _: &MessageReceived) {
        let _held = Held(self);
        pending::<()>().await;
    }

    /// Says how often.
    #[command("/dropped")]
    fn count(&self) -> String {
        self.dropped.load(Ordering::Relaxed).to_string()
    }
}

/// Comes after `holder` and looks how things stand.
#[derive(Default)]
struct Later;

#[plugin(id = "later")]
impl Later {
    #[hook("message.received")]
    async fn look(&self, _: &MessageReceived, cx: &Cx) {
        cx.info("later ran");
    }
}

#[tokio::test(start_paused = true)]
async fn a_hook_that_times_out_is_dropped_at_once_and_the_next_one_runs() {
    let kit = Kit::of::<Holder>().and::<Later>().start().await;
    let start = Instant::now();
    let fired = MessageReceived::new("hi");
    let mut fire = Box::pin(kit.fire::<MessageReceived>(&fired));
    assert!(fire.as_mut().now_or_never().is_none());
    assert_eq!(kit.command("/dropped", "").await.unwrap().text, "0");
    fire.as_mut().await.unwrap();
    // The finished pass still exists; the hook's future does not.
    assert_eq!(kit.command("/dropped", "").await.unwrap().text, "1");
    assert!(start.elapsed() >= Duration::from_secs(1) && start.elapsed() < Duration::from_secs(2));
    assert_eq!(kit.logs().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn dropping_a_pass_drops_the_hook_that_waits() {
    let kit = Kit::of::<Holder>().start().await;
    for (cx, drops) in [(kit.cx().clone(), "1"), (untraced(&kit), "2")] {
        let wiring = kit.plugins().wiring("", Role::Agent);
        let fire = async { wiring.fire::<MessageReceived>(&MessageReceived::new("hi"), &cx).await };
        assert!(cancel_after(3, fire).await.is_none());
        assert_eq!(kit.command("/dropped", "").await.unwrap().text, drops);
    }
    assert_eq!(kit.faults().await, []);
    assert!(kit.trace().to_string().contains("holder.wait: cancelled"), "{}", kit.trace());
}

#[tokio::test(start_paused = true)]
async fn a_panic_in_the_drop_of_a_cancelled_hook_is_contained_and_reported() {
    for kind in KINDS {
        let kit = failing(kind, Inject::PanicInDrop, FailurePolicy::Closed, Duration::from_secs(9)).await;
        let wiring = kit.plugins().wiring("", Role::Agent);
        assert!(cancel_after(3, fire(kind, &wiring, kit.cx())).await.is_none(), "{kind}");
        let faults = kit.faults().await;
        let said: Vec<_> = faults.iter().map(|fault| (fault.kind, fault.message.as_str())).collect();
        assert_eq!(said, [(FaultKind::Panic, "while it was dropped: injected, in drop")], "{kind}");
        assert_eq!(faults[0].plugin, "b", "{kind}");
    }
}

// ===== Errors that bite =====

/// An error that panics when it is shown, or when it is dropped.
#[derive(Debug)]
struct Biting {
    when_shown: bool,
}

impl fmt::Display for Biting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        assert!(!self.when_shown, "bites when shown");
        f.write_str("biting")
    }
}

impl std::error::Error for Biting {}

impl Drop for Biting {
    fn drop(&mut self) {
        assert!(self.when_shown, "bites when dropped");
    }
}

/// Comes before `b`, and returns such errors.
#[derive(Default)]
struct Biter;

#[plugin(id = "a-biter")]
impl Biter {
    #[hook("message.received")]
    fn observe(&self, message: &MessageReceived) -> Result<()> {
        Err(Biting { when_shown: message.text == "shown" }.into())
    }

    #[hook("tool.wrap")]
    async fn wrap(&self, call: ToolCall, _: Next<'_, ToolWrap>) -> Result<ToolReport> {
        Err(Biting { when_shown: call.tool == "shown" }.into())
    }
}

#[tokio::test]
async fn an_error_that_panics_when_shown_or_dropped_harms_nobody_else() {
    for when in ["shown", "dropped"] {
        for policy in [FailurePolicy::Open, FailurePolicy::Closed] {
            let settings = HookPolicyOverride { on_failure: Some(policy), ..HookPolicyOverride::NONE };
            let setup = Kit::of::<Biter>().and::<After>();
            let setup =
                setup.hook::<MessageReceived>("a-biter", settings).hook::<ToolWrap>("a-biter", settings);
            let kit = setup.start().await;
            let message = MessageReceived::new(when);
            let observed = kit.fire::<MessageReceived>(&message).await;
            assert_eq!(observed.is_err(), policy == FailurePolicy::Closed, "{when}, {policy}");
            assert_eq!(kit.logs().len(), 1, "{when}, {policy}: the next observer runs");
            drop(observed);
            let run = |call| -> BoxFuture<'_, _> { Box::pin(async { Ok(ToolReport::new(call, "ran")) }) };
            let wrapped = kit.wrap::<ToolWrap>(ToolCall::new(when, json!({})), &run).await;
            assert_eq!(wrapped.is_err(), policy == FailurePolicy::Closed, "{when}, {policy}");
            drop(wrapped);
            let blamed: Vec<_> = kit.faults().await.into_iter().map(|fault| fault.plugin).collect();
            assert_eq!(blamed, ["a-biter", "a-biter"], "{when}, {policy}");
        }
    }
}

// ===== Sync points =====

/// Fails at the streamed text that it is told to fail at.
#[derive(Default)]
struct Streamer;

#[plugin(id = "streamer")]
impl Streamer {
    #[hook("model.delta")]
    fn shorten(&self, delta: &mut Delta) -> Result<()> {
        delta.text.truncate(1);
        match delta.text.as_str() {
            "e" => Err(Error::msg("no e")),
            "p" => panic!("no p"),
            _ => Ok(()),
        }
    }
}

#[tokio::test]
async fn a_brief_record_leaves_out_what_let_a_piece_pass() {
    let kit = Kit::of::<Streamer>().start().await;
    let plugins = kit.plugins();
    let trace = Trace::brief();
    let who = Identity::agent("default", Role::Agent);
    let cx = plugins.cx(who, Cancel::default(), Some(trace.clone()));
    let wiring = plugins.wiring("default", Role::Agent);
    for text in ["a", "b", "long", "each"] {
        let _ = wiring.fire_now::<ModelDelta>(&mut Delta::new(text), &cx);
    }
    let outcomes: Vec<_> = trace.steps().into_iter().map(|step| step.outcome.to_string()).collect();
    assert_eq!(outcomes, ["passed", "failed: no e"]);
    for _ in 0..20_000 {
        wiring.fire_now::<ModelDelta>(&mut Delta::new("long"), &cx).unwrap();
    }
    let steps = trace.steps();
    assert_eq!(steps.len(), 10_001);
    assert!(steps.last().unwrap().outcome.to_string().contains("the record is full"));
}

#[tokio::test]
async fn hooks_where_nobody_can_wait_fail_like_all_others() {
    let kit = Kit::of::<Streamer>().start().await;
    let mut delta = Delta::new("abc");
    kit.fire_now::<ModelDelta>(&mut delta).unwrap();
    assert_eq!(delta.text, "a");
    let refused = kit.fire_now::<ModelDelta>(&mut Delta::new("each")).unwrap_err();
    assert_eq!(refused.message(), "no e");
    let refused = kit.fire_now::<ModelDelta>(&mut Delta::new("peach")).unwrap_err();
    assert_eq!(refused.fault().kind, FaultKind::Panic);

    let open = HookPolicyOverride { on_failure: Some(FailurePolicy::Open), ..HookPolicyOverride::NONE };
    let kit = Kit::of::<Streamer>().hook::<ModelDelta>("streamer", open).start().await;
    for text in ["each", "peach"] {
        let mut delta = Delta::new(text);
        kit.fire_now::<ModelDelta>(&mut delta).unwrap();
        assert_eq!(delta.text, text);
    }
}

// ===== plugin.fault =====

/// Listens to faults, fails at some of them, and fails itself.
#[derive(Default)]
struct Listener;

#[plugin(id = "listener")]
impl Listener {
    #[hook("plugin.fault")]
    fn hear(&self, fault: &Fault, cx: &Cx) -> Result<()> {
        cx.info(format!("heard of {} at {}", fault.plugin, fault.point));
        if fault.point == "message.sent" {
            return Err(Error::msg("the listener fails too"));
        }
        Ok(())
    }

    #[hook("turn.persisted")]
    fn fail(&self, _: &TurnPersisted) -> Result<()> {
        Err(Error::msg("my own fault"))
    }
}

/// Fails wherever it can.
#[derive(Default)]
struct Failing;

#[plugin(id = "failing")]
impl Failing {
    #[hook("message.received")]
    fn received(&self, _: &MessageReceived) -> Result<()> {
        Err(Error::msg("received"))
    }

    #[hook("message.sent")]
    fn sent(&self, _: &MessageSent) -> Result<()> {
        Err(Error::msg("sent"))
    }

    #[hook("plugin.fault")]
    fn hear(&self, fault: &Fault, cx: &Cx) {
        cx.info(format!("failing heard of {}", fault.plugin));
    }
}

fn logged(kit: &Kit) -> Vec<String> {
    kit.logs().into_iter().map(|record| record.message).collect()
}

#[tokio::test]
async fn a_fault_is_told_to_the_other_plugins_and_not_to_the_one_that_failed() {
    let kit = Kit::of::<Listener>().and::<Failing>().start().await;
    kit.fire::<MessageReceived>(&MessageReceived::new("hi")).await.unwrap();
    kit.faults().await;
    assert_eq!(logged(&kit), ["heard of failing at message.received"]);
    kit.fire::<TurnPersisted>(&TurnPersisted::new(1u64)).await.unwrap();
    kit.faults().await;
    assert_eq!(logged(&kit), ["heard of failing at message.received", "failing heard of listener"]);
}

#[tokio::test]
async fn a_fault_at_plugin_fault_is_reported_and_not_fired_again() {
    let kit = Kit::of::<Listener>().and::<Failing>().start().await;
    kit.fire::<MessageSent>(&MessageSent::new("http", "hi")).await.unwrap();
    kit.faults().await;
    let second = kit.faults().await;
    assert_eq!(second.len(), 1);
    assert_eq!((second[0].plugin.as_str(), second[0].point.as_str()), ("listener", PluginFault::INFO.name));
    assert_eq!(kit.faults().await, []);
    assert_eq!(logged(&kit), ["heard of failing at message.sent"]);
}

#[tokio::test]
async fn whoever_attends_passes_faults_on_without_being_asked() {
    let kit = Kit::of::<Listener>().and::<Failing>().start().await;
    let plugins: Plugins = kit.plugins().clone();
    let attending = tokio::spawn(async move { plugins.run_fault_delivery().await });
    kit.fire::<MessageReceived>(&MessageReceived::new("hi")).await.unwrap();
    for _ in 0..10 {
        yield_now().await;
    }
    assert_eq!(logged(&kit), ["heard of failing at message.received"]);
    attending.abort();
}

// ===== Hooks in hooks =====

/// Fires the point that it hooks.
#[derive(Default)]
struct Ouroboros {
    depth: AtomicUsize,
}

#[plugin(id = "ouroboros")]
impl Ouroboros {
    #[hook("message.received")]
    async fn bite(&self, message: &MessageReceived, cx: &Cx) -> Result<()> {
        self.depth.fetch_add(1, Ordering::Relaxed);
        cx.fire::<MessageReceived>(message).await?;
        Ok(())
    }

    /// Says how deep it came.
    #[command("/depth")]
    fn depth(&self) -> String {
        self.depth.load(Ordering::Relaxed).to_string()
    }
}

#[tokio::test]
async fn a_hook_that_fires_its_own_point_is_stopped_at_a_depth() {
    let kit = Kit::of::<Ouroboros>().start().await;
    kit.fire::<MessageReceived>(&MessageReceived::new("hi")).await.unwrap();
    assert_eq!(kit.command("/depth", "").await.unwrap().text, "16");
    let faults = kit.faults().await;
    assert_eq!(faults.len(), 1, "{faults:?}");
    let said = "`message.received` cannot be fired: hooks are 16 deep in each other, one of them probably fires itself";
    assert_eq!(faults[0].message, said);
}

// ===== One fault must not make the next for ever =====

/// Fires a broken point of another plugin whenever it is told of a fault.
#[derive(Default)]
struct Alarmist;

#[plugin(id = "alarmist")]
impl Alarmist {
    #[hook("plugin.fault")]
    async fn alarm(&self, _: &Fault, cx: &Cx) {
        let mut call = ToolCall::new("alarm", serde_json::json!({}));
        let _ = cx.fire::<ToolBefore>(&mut call).await;
    }
}

#[derive(Default)]
struct Broken;

#[plugin(id = "broken")]
impl Broken {
    #[hook("tool.before")]
    fn fail(&self, _: &mut ToolCall) -> Result<()> {
        Err(Error::msg("broken"))
    }
}

#[tokio::test]
async fn what_fails_while_a_fault_is_told_is_not_told_again() {
    let kit = Kit::of::<Alarmist>().and::<Broken>().start().await;
    let mut call = ToolCall::new("read", serde_json::json!({}));
    kit.fire::<ToolBefore>(&mut call).await.unwrap_err();
    assert_eq!(kit.faults().await.len(), 1);
    let told = kit.faults().await;
    assert!(told.len() == 1 && told[0].aftermath, "{told:?}");
    assert!(kit.faults().await.is_empty());
}
