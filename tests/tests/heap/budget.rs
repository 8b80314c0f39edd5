//! The budget of a call: code that yields for ever is ended long before its time-out.

use hookwire::chain::FaultKind;
use hookwire::cx::{Cancel, Identity};
use hookwire::live::{Plugins, Settings};
use hookwire::plugin::{Isolation, Limits, Manifest, Plugin, ToolError};
use hookwire::points::{MessageReceived, ToolCall, ToolReport, ToolWrap};
use hookwire::{Cx, Next, Registry, Result, Role, plugin};
use serde_json::json;
use std::time::{Duration, Instant};
use tokio::task::yield_now;
use tokio::time::sleep;

const BUDGET: Duration = Duration::from_millis(50);
/// All time-outs are far above.
const SOON: Duration = Duration::from_secs(4);

async fn limited(manifests: &[&'static Manifest], plugin: &str) -> (Plugins, Cx) {
    let limits = Limits { cpu_per_call: Some(BUDGET), ..Limits::default() };
    let settings = Settings {
        isolation: [(plugin.to_owned(), Isolation { limits, ..Isolation::default() })].into(),
        ..Settings::default()
    };
    let plugins = Plugins::of(Registry::of(manifests).unwrap()).settings(settings).start().await.unwrap();
    let cx = plugins.cx(Identity::default(), Cancel::default(), None);
    (plugins, cx)
}

/// Computes for a while without waiting.
fn spin(time: Duration) {
    let start = Instant::now();
    while start.elapsed() < time {
        std::hint::spin_loop();
    }
}

#[derive(Default)]
struct Greedy;

#[plugin(id = "greedy")]
impl Greedy {
    #[hook("message.received")]
    async fn received(&self, _: &MessageReceived) {
        loop {
            yield_now().await;
        }
    }

    #[hook("tool.wrap")]
    async fn wrap(&self, call: ToolCall, next: Next<'_, ToolWrap>) -> Result<ToolReport> {
        next.run(call).await?;
        loop {
            yield_now().await;
        }
    }

    /// Computes.
    #[tool]
    async fn compute(&self) {
        loop {
            yield_now().await;
        }
    }

    /// Sleeps longer than it may compute.
    #[tool]
    async fn rest(&self) {
        sleep(BUDGET * 4).await;
    }
}

#[track_caller]
fn assert_told(plugins: &[hookwire::Fault], hook: &str) {
    let [fault] = plugins else { panic!("{plugins:?}") };
    assert_eq!((fault.kind, &*fault.hook), (FaultKind::Cpu, hook), "{fault}");
    assert!(fault.message.contains("50ms"), "{fault}");
}

#[tokio::test]
async fn code_that_yields_for_ever_is_ended_by_its_budget() {
    let (plugins, cx) = limited(&[Greedy::MANIFEST], "greedy").await;
    let start = Instant::now();
    cx.fire::<MessageReceived>(&MessageReceived::new("hi")).await.unwrap();
    assert_told(&plugins.flush_faults().await, "received");

    let call = ToolCall::new("run", json!({}));
    let wrapped =
        cx.wrap::<ToolWrap>(call, &|call| Box::pin(async { Ok(ToolReport::new(call, "ran")) })).await;
    let refused = wrapped.unwrap_err().to_string();
    assert!(refused.contains("`greedy` has used too much processor time: may use 50ms a call"), "{refused}");
    assert_told(&plugins.flush_faults().await, "wrap");

    let wiring = plugins.wiring("", Role::Agent);
    let computed = wiring.tool("compute", json!({}), None, &cx).await.unwrap();
    let Err(ToolError::Failed(error)) = computed else { panic!("{computed:?}") };
    assert!(error.to_string().starts_with("`compute` used a processor for more than 50ms"), "{error}");
    assert_told(&plugins.flush_faults().await, "compute");
    assert!(start.elapsed() < SOON, "it took {:?}", start.elapsed());

    wiring.tool("rest", json!({}), None, &cx).await.unwrap().unwrap();
    assert_eq!(plugins.flush_faults().await, []);
}

/// Brings the end of the chain.
#[derive(Default)]
struct Patient;

#[plugin(id = "patient")]
impl Patient {
    #[hook("tool.wrap")]
    async fn wrap(&self, call: ToolCall, next: Next<'_, ToolWrap>) -> Result<ToolReport> {
        next.run(call).await
    }
}

#[tokio::test]
async fn what_is_computed_inside_next_is_not_the_hooks() {
    let (plugins, cx) = limited(&[Patient::MANIFEST], "patient").await;
    let call = ToolCall::new("run", json!({}));
    let wrapped = cx.wrap::<ToolWrap>(call, &|call| {
        Box::pin(async {
            for _ in 0..10 {
                spin(BUDGET / 5);
                yield_now().await;
            }
            Ok(ToolReport::new(call, "ran"))
        })
    });
    assert_eq!(wrapped.await.unwrap().text, "ran");
    assert_eq!(plugins.flush_faults().await, []);
}
