//! Observers that keep failing are suspended for a while; nothing else ever is.

use hookwire::chain::FaultKind;
use hookwire::plugin::FailurePolicy;
use hookwire::point::HookPolicyOverride;
use hookwire::points::{MessageReceived, MessageSent, ToolBefore, ToolCall, ToolGate};
use hookwire::test::{Inject, Kit, Setup};
use hookwire::{Cx, Error, Fault, Result, Verdict, plugin};
use serde_json::json;
use std::time::Duration;
use tokio::time::advance;

/// How long a suspended observer rests.
const REST: Duration = Duration::from_secs(30);

/// Fails when the message is `bad`.
#[derive(Default)]
struct Moody;

#[plugin(id = "moody")]
impl Moody {
    #[hook("message.received")]
    async fn observe(&self, message: &MessageReceived, cx: &Cx) -> Result<()> {
        cx.info("moody was called");
        match message.text.as_str() {
            "bad" => Err(Error::msg("a bad message")),
            _ => Ok(()),
        }
    }

    #[hook("message.sent")]
    fn other(&self, _: &MessageSent, cx: &Cx) {
        cx.info("moody's other hook was called");
    }

    #[hook("tool.before")]
    fn edit(&self, _: &mut ToolCall) {}

    #[hook("tool.gate")]
    fn gate(&self, _: &ToolCall) -> Verdict {
        Verdict::Allow
    }
}

/// Is always well.
#[derive(Default)]
struct Steady;

#[plugin(id = "steady")]
impl Steady {
    #[hook("message.received")]
    fn observe(&self, _: &MessageReceived, cx: &Cx) {
        cx.info("steady was called");
    }
}

fn both() -> Setup {
    Kit::of::<Moody>().and::<Steady>()
}

async fn receive(kit: &Kit, text: &str, times: usize) {
    for _ in 0..times {
        // A closed observer refuses, which is of no interest here.
        let _ = kit.fire::<MessageReceived>(&MessageReceived::new(text)).await;
    }
}

fn calls(kit: &Kit, line: &str) -> usize {
    kit.logs().iter().filter(|record| record.message == line).count()
}

fn suspensions(faults: &[Fault]) -> usize {
    faults.iter().filter(|fault| fault.kind == FaultKind::Suspended).count()
}

#[tokio::test(start_paused = true)]
async fn an_observer_that_fails_five_times_in_a_row_is_left_out_and_that_is_reported_once() {
    let kit = both().start().await;
    receive(&kit, "bad", 4).await;
    assert_eq!(suspensions(&kit.faults().await), 0);
    receive(&kit, "bad", 1).await;
    let faults = kit.faults().await;
    let kinds: Vec<_> = faults.iter().map(|fault| fault.kind).collect();
    assert_eq!(kinds, [FaultKind::Error, FaultKind::Suspended]);
    assert_eq!(
        (faults[1].plugin.as_str(), faults[1].hook.as_str(), faults[1].refused),
        ("moody", "observe", false)
    );

    receive(&kit, "good", 20).await;
    assert_eq!(calls(&kit, "moody was called"), 5);
    assert_eq!(kit.faults().await, []);
}

#[tokio::test(start_paused = true)]
async fn without_a_trace_it_is_left_out_as_well() {
    let kit = both().start().await;
    let plugins = kit.plugins();
    let wiring = plugins.wiring("", hookwire::Role::Agent);
    let cx = plugins.cx(hookwire::cx::Identity::default(), hookwire::cx::Cancel::default(), None);
    for _ in 0..20 {
        wiring.fire::<MessageReceived>(&MessageReceived::new("bad"), &cx).await.unwrap();
    }
    assert_eq!(calls(&kit, "moody was called"), 5);
    assert_eq!(calls(&kit, "steady was called"), 20);
}

#[tokio::test(start_paused = true)]
async fn every_way_to_fail_counts() {
    for how in [Inject::Error, Inject::Panic, Inject::PanicLater, Inject::Hang] {
        let kit = both().inject::<MessageReceived>("moody", how).start().await;
        receive(&kit, "", 9).await;
        let faults = kit.faults().await;
        assert_eq!((faults.len(), suspensions(&faults)), (6, 1), "{how:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn failures_that_are_not_in_a_row_do_not_count_together() {
    let kit = both().start().await;
    for _ in 0..5 {
        receive(&kit, "bad", 4).await;
        receive(&kit, "good", 1).await;
    }
    assert_eq!(calls(&kit, "moody was called"), 25);
    assert_eq!(suspensions(&kit.faults().await), 0);
}

#[tokio::test(start_paused = true)]
async fn after_its_rest_it_is_tried_again_and_recovers() {
    let kit = both().start().await;
    receive(&kit, "bad", 5).await;
    advance(Duration::from_millis(29_999)).await;
    receive(&kit, "good", 1).await;
    assert_eq!(calls(&kit, "moody was called"), 5);
    advance(Duration::from_millis(2)).await;
    receive(&kit, "good", 3).await;
    assert_eq!(calls(&kit, "moody was called"), 8);
    // As good as new: it takes five failures again.
    receive(&kit, "bad", 4).await;
    receive(&kit, "good", 1).await;
    assert_eq!(calls(&kit, "moody was called"), 13);
    assert_eq!(suspensions(&kit.faults().await), 1);
}

#[tokio::test(start_paused = true)]
async fn if_the_one_try_fails_it_rests_again_without_another_report() {
    let kit = both().start().await;
    receive(&kit, "bad", 5).await;
    kit.faults().await;
    for tries in 1..4 {
        advance(REST + Duration::from_secs(1)).await;
        receive(&kit, "bad", 10).await;
        assert_eq!(calls(&kit, "moody was called"), 5 + tries);
        let kinds: Vec<_> = kit.faults().await.iter().map(|fault| fault.kind).collect();
        assert_eq!(kinds, [FaultKind::Error]);
    }
    advance(REST + Duration::from_secs(1)).await;
    receive(&kit, "good", 2).await;
    assert_eq!(calls(&kit, "moody was called"), 10);
}

#[tokio::test(start_paused = true)]
async fn other_observers_and_other_hooks_of_the_plugin_are_not_affected() {
    let kit = both().start().await;
    receive(&kit, "bad", 10).await;
    assert_eq!(calls(&kit, "steady was called"), 10);
    kit.fire::<MessageSent>(&MessageSent::new("http", "hi")).await.unwrap();
    assert_eq!(calls(&kit, "moody's other hook was called"), 1);
}

#[tokio::test(start_paused = true)]
async fn the_trace_tells_that_it_was_left_out() {
    let kit = both().start().await;
    receive(&kit, "bad", 6).await;
    let last = kit.trace().steps().into_iter().rfind(|step| step.by.plugin == "moody").unwrap();
    assert_eq!(last.outcome, hookwire::trace::StepOutcome::Suspended);
}

#[tokio::test(start_paused = true)]
async fn switched_off_and_on_it_begins_anew() {
    let mut kit = both().start().await;
    receive(&kit, "bad", 5).await;
    kit.plugins().disable("moody").await.unwrap();
    kit.plugins().enable("moody").await.unwrap();
    kit.renew();
    receive(&kit, "good", 1).await;
    assert_eq!(calls(&kit, "moody was called"), 6);
}

#[tokio::test(start_paused = true)]
async fn a_gate_is_never_suspended_whether_it_fails_open_or_closed() {
    for policy in [FailurePolicy::Open, FailurePolicy::Closed] {
        let settings = HookPolicyOverride { on_failure: Some(policy), ..HookPolicyOverride::NONE };
        let setup = both().inject::<ToolGate>("moody", Inject::Error);
        let kit = setup.hook::<ToolGate>("moody", settings).start().await;
        for _ in 0..12 {
            let ruling = kit.fire::<ToolGate>(&ToolCall::new("run", json!({}))).await;
            assert_eq!(ruling.is_denied(), policy == FailurePolicy::Closed);
        }
        let faults = kit.faults().await;
        assert_eq!((faults.len(), suspensions(&faults)), (12, 0));
    }
}

#[tokio::test(start_paused = true)]
async fn an_edit_is_never_suspended() {
    for policy in [FailurePolicy::Open, FailurePolicy::Closed] {
        let settings = HookPolicyOverride { on_failure: Some(policy), ..HookPolicyOverride::NONE };
        let setup = both().inject::<ToolBefore>("moody", Inject::Panic);
        let kit = setup.hook::<ToolBefore>("moody", settings).start().await;
        for _ in 0..12 {
            let edited = kit.fire::<ToolBefore>(&mut ToolCall::new("run", json!({}))).await;
            assert_eq!(edited.is_err(), policy == FailurePolicy::Closed);
        }
        let faults = kit.faults().await;
        assert_eq!((faults.len(), suspensions(&faults)), (12, 0));
    }
}

#[tokio::test(start_paused = true)]
async fn an_observer_that_fails_closed_is_never_suspended() {
    let closed = HookPolicyOverride { on_failure: Some(FailurePolicy::Closed), ..HookPolicyOverride::NONE };
    let kit = both().hook::<MessageReceived>("moody", closed).start().await;
    receive(&kit, "bad", 12).await;
    let faults = kit.faults().await;
    assert_eq!((faults.len(), suspensions(&faults)), (12, 0));
    assert!(kit.fire::<MessageReceived>(&MessageReceived::new("bad")).await.is_err());
}
