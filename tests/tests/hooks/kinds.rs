//! How a chain of each of the six kinds runs.

use futures_util::future::{BoxFuture, join};
use hookwire::cx::{Cancel, Identity};
use hookwire::points::{
    Attachment, AttachmentDescribe, Attachments, MessageReceived, Request, RequestIntercept, ToolBefore,
    ToolCall, ToolGate, ToolReport, ToolWrap,
};
use hookwire::test::{Kit, Setup};
use hookwire::{Cx, Error, Next, Reply, Result, Role, Verdict, plugin};
use serde_json::{Value, json};
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::task::yield_now;

/// Comes first by its id; what it does at each point depends on the event.
#[derive(Default)]
struct First;

#[plugin(id = "a-first")]
impl First {
    #[hook("message.received")]
    fn see(&self, message: &MessageReceived, cx: &Cx) {
        cx.info(format!("a-first saw {}", message.text));
    }

    #[hook("tool.before")]
    async fn edit(&self, call: &mut ToolCall, cx: &Cx) -> Result<()> {
        yield_now().await;
        cx.info("a-first edits");
        append(call, "a");
        if call.tool == "refused" {
            return Err(Error::msg("not this tool"));
        }
        Ok(())
    }

    #[hook("tool.gate")]
    async fn gate(&self, call: &ToolCall, cx: &Cx) -> Verdict {
        cx.info("a-first judges");
        yield_now().await;
        judge(call, "a")
    }

    #[hook("request.intercept")]
    async fn answer(&self, request: &Request, cx: &Cx) -> Option<Reply> {
        cx.info("a-first is asked");
        yield_now().await;
        request.message.contains('a').then(|| "a answers".into())
    }

    #[hook("attachment.describe")]
    fn describe(&self, _: &Attachments) -> Vec<String> {
        vec!["a1".into(), "a2".into()]
    }

    #[hook("tool.wrap")]
    async fn wrap(&self, mut call: ToolCall, next: Next<'_, ToolWrap>, cx: &Cx) -> Result<ToolReport> {
        cx.info("a-first goes in");
        append(&mut call, "a");
        let times = call.args["times"].as_u64().unwrap_or(1);
        let mut report = ToolReport::new(call.clone(), "nobody ran it");
        for _ in 0..times {
            report = next.run(call.clone()).await?;
        }
        cx.info("a-first comes out");
        report.text.push_str(" a");
        Ok(report)
    }
}

/// Comes second by its id.
#[derive(Default)]
struct Second;

#[plugin(id = "b-second")]
impl Second {
    #[hook("message.received")]
    async fn see(&self, message: &MessageReceived, cx: &Cx) {
        yield_now().await;
        cx.info(format!("b-second saw {}", message.text));
    }

    #[hook("tool.before")]
    fn edit(&self, call: &mut ToolCall, cx: &Cx) {
        cx.info("b-second edits");
        append(call, "b");
    }

    #[hook("tool.gate")]
    fn gate(&self, call: &ToolCall, cx: &Cx) -> Verdict {
        cx.info("b-second judges");
        judge(call, "b")
    }

    #[hook("request.intercept")]
    fn answer(&self, request: &Request, cx: &Cx) -> Option<Reply> {
        cx.info("b-second is asked");
        request.message.contains('b').then(|| "b answers".into())
    }

    #[hook("attachment.describe")]
    async fn describe(&self, attachments: &Attachments) -> Result<Vec<String>> {
        yield_now().await;
        Ok(attachments.files.iter().map(|it| format!("b: {}", it.name)).collect())
    }

    #[hook("tool.wrap")]
    async fn wrap(&self, mut call: ToolCall, next: Next<'_, ToolWrap>, cx: &Cx) -> Result<ToolReport> {
        cx.info("b-second goes in");
        append(&mut call, "b");
        let mut report = next.run(call).await?;
        cx.info("b-second comes out");
        report.text.push_str(" b");
        Ok(report)
    }
}

/// Comes last by its id and always agrees.
#[derive(Default)]
struct Third;

#[plugin(id = "c-third")]
impl Third {
    #[hook("message.received")]
    fn see(&self, message: &MessageReceived, cx: &Cx) -> Result<()> {
        cx.info(format!("c-third saw {}", message.text));
        Ok(())
    }

    #[hook("tool.before")]
    fn edit(&self, call: &mut ToolCall, cx: &Cx) {
        cx.info("c-third edits");
        append(call, "c");
    }

    #[hook("tool.gate")]
    fn gate(&self, call: &ToolCall, cx: &Cx) -> Verdict {
        cx.info("c-third judges");
        judge(call, "c")
    }

    #[hook("request.intercept")]
    fn answer(&self, _: &Request, cx: &Cx) -> Option<Reply> {
        cx.info("c-third is asked");
        None
    }

    #[hook("attachment.describe")]
    fn describe(&self, _: &Attachments) -> Vec<String> {
        vec!["c".into()]
    }
}

fn append(call: &mut ToolCall, letter: &str) {
    let so_far = call.args["path"].as_str().unwrap_or_default().to_owned();
    call.args["path"] = (so_far + letter).into();
}

/// Reads what a gate should say from the arguments.
fn judge(call: &ToolCall, letter: &str) -> Verdict {
    match call.args[letter].as_str() {
        Some("deny") => Verdict::deny(format!("{letter} says no")),
        Some("ask") => Verdict::ask(format!("{letter} is not sure")),
        _ => Verdict::Allow,
    }
}

fn all() -> Setup {
    // Not in order: the list's order means nothing.
    Kit::of::<Third>().and::<First>().and::<Second>()
}

fn logged(kit: &Kit) -> Vec<String> {
    kit.logs().into_iter().map(|record| record.message).collect()
}

async fn verdict(args: Value) -> Verdict {
    all().start().await.fire::<ToolGate>(&ToolCall::new("run", args)).await.verdict()
}

// ===== Observe =====

#[tokio::test]
async fn all_observers_run_in_order_whether_they_wait_or_not() {
    let kit = all().start().await;
    kit.fire::<MessageReceived>(&MessageReceived::new("hi")).await.unwrap();
    assert_eq!(logged(&kit), ["a-first saw hi", "b-second saw hi", "c-third saw hi"]);
}

#[tokio::test]
async fn a_point_that_nobody_hooks_passes() {
    let kit = Kit::of::<Nobody>().start().await;
    // Of a kit it would be a mistake of the test.
    let cx = kit.cx();
    cx.fire::<MessageReceived>(&MessageReceived::new("hi")).await.unwrap();
    let mut call = ToolCall::new("run", json!({}));
    cx.fire::<ToolBefore>(&mut call).await.unwrap();
    assert_eq!(call, ToolCall::new("run", json!({})));
    assert_eq!(cx.fire::<ToolGate>(&call).await.unwrap().verdict(), Verdict::Allow);
    assert!(cx.fire::<RequestIntercept>(&Request::new("hi")).await.unwrap().is_none());
    assert!(cx.fire::<AttachmentDescribe>(&Attachments::default()).await.unwrap().is_empty());
    let report =
        cx.wrap::<ToolWrap>(call, &|call| Box::pin(async { Ok(ToolReport::new(call, "ran")) })).await;
    assert_eq!(report.unwrap().text, "ran");
    assert_eq!(kit.trace().to_string(), "");
}

#[derive(Default)]
struct Nobody;

#[plugin(id = "nobody")]
impl Nobody {
    #[command("/nobody")]
    fn nobody(&self) -> &'static str {
        "nobody"
    }
}

#[tokio::test]
async fn without_a_trace_every_kind_runs_the_same() {
    let kit = all().start().await;
    let plugins = kit.plugins();
    let (cx, wiring) =
        (plugins.cx(Identity::default(), Cancel::default(), None), plugins.wiring("", Role::Agent));

    wiring.fire::<MessageReceived>(&MessageReceived::new("hi"), &cx).await.unwrap();
    assert_eq!(logged(&kit), ["a-first saw hi", "b-second saw hi", "c-third saw hi"]);
    let mut call = ToolCall::new("run", json!({}));
    wiring.fire::<ToolBefore>(&mut call, &cx).await.unwrap();
    assert_eq!(call.args["path"], "abc");
    let refused = wiring.fire::<ToolBefore>(&mut ToolCall::new("refused", json!({})), &cx).await;
    assert_eq!(refused.unwrap_err().message(), "not this tool");
    let ruling =
        wiring.fire::<ToolGate>(&ToolCall::new("run", json!({ "a": "ask", "c": "deny" })), &cx).await;
    assert_eq!((ruling.opinions().len(), ruling.is_denied()), (2, true));
    let answered = wiring.fire::<RequestIntercept>(&Request::new("b"), &cx).await.unwrap();
    assert_eq!(answered.unwrap().answer.text, "b answers");
    let items = wiring.fire::<AttachmentDescribe>(&Attachments::default(), &cx).await.unwrap();
    assert_eq!(items, ["a1", "a2", "c"]);
    let run = |call| -> BoxFuture<'_, _> { Box::pin(async { Ok(ToolReport::new(call, "ran")) }) };
    let report = wiring.wrap::<ToolWrap>(call, &cx, &run).await.unwrap();
    assert_eq!(report.text, "ran b a");
    assert_eq!(kit.trace().to_string(), "");
}

// ===== Edit =====

#[tokio::test]
async fn each_edit_sees_the_last_ones_changes() {
    let kit = all().start().await;
    let mut call = ToolCall::new("run", json!({ "path": "-" }));
    kit.fire::<ToolBefore>(&mut call).await.unwrap();
    assert_eq!(call.args["path"], "-abc");
}

#[tokio::test]
async fn an_edit_that_returns_an_error_refuses_and_the_rest_is_not_called() {
    let kit = all().start().await;
    let mut call = ToolCall::new("refused", json!({ "path": "-" }));
    let refused = kit.fire::<ToolBefore>(&mut call).await.unwrap_err();
    assert_eq!(refused.message(), "not this tool");
    assert_eq!(refused.fault().plugin, "a-first");
    assert_eq!(refused.fault().hook, "edit");
    assert!(refused.fault().refused);
    assert_eq!(refused.to_string(), "refused by `a-first`: not this tool");
    assert_eq!(logged(&kit), ["a-first edits"]);
}

// ===== Gate =====

#[tokio::test]
async fn all_gates_run_even_after_one_has_denied() {
    let kit = all().start().await;
    let ruling = kit.fire::<ToolGate>(&ToolCall::new("run", json!({ "a": "deny" }))).await;
    assert!(ruling.is_denied());
    assert_eq!(logged(&kit), ["a-first judges", "b-second judges", "c-third judges"]);
}

#[tokio::test]
async fn a_denial_is_stronger_than_a_question_and_a_question_than_consent() {
    assert_eq!(verdict(json!({})).await, Verdict::Allow);
    assert_eq!(verdict(json!({ "b": "ask" })).await, Verdict::ask("`b-second`: b is not sure"));
    for (asks, denies) in [("a", "b"), ("b", "a"), ("a", "c"), ("c", "a")] {
        let verdict = verdict(json!({ asks: "ask", denies: "deny" })).await;
        assert!(
            matches!(&verdict, Verdict::Deny(why) if why.contains(&format!("{denies} says no"))),
            "{verdict:?}"
        );
        assert!(matches!(&verdict, Verdict::Deny(why) if !why.contains("not sure")), "{verdict:?}");
    }
}

#[tokio::test]
async fn every_reason_is_kept_with_who_gave_it() {
    let kit = all().start().await;
    let args = json!({ "a": "deny", "b": "ask", "c": "deny" });
    let ruling = kit.fire::<ToolGate>(&ToolCall::new("run", args)).await;
    assert!(!ruling.is_allowed());
    assert_eq!(ruling.verdict(), Verdict::deny("`a-first`: a says no; `c-third`: c says no"));
    let kept: Vec<_> =
        ruling.opinions().iter().map(|it| (it.by.plugin, it.by.hook, it.verdict.clone())).collect();
    assert_eq!(
        kept,
        [
            ("a-first", "gate", Verdict::deny("a says no")),
            ("b-second", "gate", Verdict::ask("b is not sure")),
            ("c-third", "gate", Verdict::deny("c says no")),
        ]
    );
}

// ===== Answer =====

#[tokio::test]
async fn the_first_answer_wins_and_the_rest_is_not_asked() {
    let kit = all().start().await;
    let answered = kit.fire::<RequestIntercept>(&Request::new("a and b")).await.unwrap().unwrap();
    assert_eq!((answered.by.plugin, answered.answer.text.as_str()), ("a-first", "a answers"));
    assert_eq!(logged(&kit), ["a-first is asked"]);
}

#[tokio::test]
async fn who_has_no_answer_leaves_it_to_the_next() {
    let kit = all().start().await;
    let answered = kit.fire::<RequestIntercept>(&Request::new("b")).await.unwrap().unwrap();
    assert_eq!((answered.by.plugin, answered.answer.text.as_str()), ("b-second", "b answers"));
    assert_eq!(logged(&kit), ["a-first is asked", "b-second is asked"]);
    assert!(kit.fire::<RequestIntercept>(&Request::new("?")).await.unwrap().is_none());
}

// ===== Collect =====

#[tokio::test]
async fn the_items_of_all_are_joined_in_order() {
    let kit = all().start().await;
    let file = |name| Attachment::new(name, "text/plain", "/tmp/file");
    let attachments = Attachments::new([file("x"), file("y")]);
    let items = kit.fire::<AttachmentDescribe>(&attachments).await.unwrap();
    assert_eq!(items, ["a1", "a2", "b: x", "b: y", "c"]);
}

// ===== Wrap =====

/// Counts its runs and says on which path each call came.
async fn wrapped(kit: &Kit, args: Value) -> (Result<ToolReport>, usize) {
    let runs = AtomicUsize::new(0);
    let report = kit
        .wrap::<ToolWrap>(ToolCall::new("run", args), &|call| {
            runs.fetch_add(1, Ordering::Relaxed);
            Box::pin(async move {
                yield_now().await;
                let path = call.args["path"].as_str().unwrap_or_default().to_owned();
                Ok(ToolReport::new(call, path))
            })
        })
        .await;
    (report, runs.into_inner())
}

#[tokio::test]
async fn wraps_are_nested_and_the_first_is_outermost() {
    let kit = all().start().await;
    let (report, runs) = wrapped(&kit, json!({})).await;
    assert_eq!((report.unwrap().text.as_str(), runs), ("ab b a", 1));
    let expected = ["a-first goes in", "b-second goes in", "b-second comes out", "a-first comes out"];
    assert_eq!(logged(&kit), expected);
}

#[tokio::test]
async fn a_wrap_that_does_not_call_next_answers_alone() {
    let kit = all().start().await;
    let (report, runs) = wrapped(&kit, json!({ "times": 0 })).await;
    assert_eq!((report.unwrap().text.as_str(), runs), ("nobody ran it a", 0));
    assert_eq!(logged(&kit), ["a-first goes in", "a-first comes out"]);
}

#[tokio::test]
async fn a_wrap_may_call_next_again_and_again() {
    let kit = all().start().await;
    let (report, runs) = wrapped(&kit, json!({ "times": 5 })).await;
    assert_eq!((report.unwrap().text.as_str(), runs), ("ab b a", 5));
    assert_eq!(logged(&kit).iter().filter(|line| *line == "b-second comes out").count(), 5);
}

/// Calls the rest twice at the same time and joins what they say.
#[derive(Default)]
struct Twice;

#[plugin(id = "a-twice")]
impl Twice {
    #[hook("tool.wrap")]
    async fn wrap(&self, call: ToolCall, next: Next<'_, ToolWrap>) -> Result<ToolReport> {
        let (mut left, mut right) = (call.clone(), call);
        append(&mut left, "l");
        append(&mut right, "r");
        let (left, right) = join(next.run(left), next.run(right)).await;
        let (mut left, right) = (left?, right?);
        left.text = format!("{} + {}", left.text, right.text);
        Ok(left)
    }
}

#[tokio::test]
async fn a_wrap_may_call_next_twice_at_the_same_time() {
    let kit = Kit::of::<Twice>().and::<Second>().start().await;
    let (report, runs) = wrapped(&kit, json!({})).await;
    assert_eq!((report.unwrap().text.as_str(), runs), ("lb b + rb b", 2));
    let expected = ["b-second goes in", "b-second goes in", "b-second comes out", "b-second comes out"];
    assert_eq!(logged(&kit), expected);
}
