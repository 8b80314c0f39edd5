//! The probe of the test kit tells which points a host fires.

use hookwire::cx::{Cancel, Cx, Identity};
use hookwire::plugin::Plugin;
use hookwire::point::catalogue;
use hookwire::points::{ToolCall, ToolGate, ToolOffer, ToolSelect, ToolWrap};
use hookwire::test::{Kit, PointProbe};
use hookwire::{Plugins, Registry, Role};
use serde_json::json;
use std::collections::BTreeSet;

async fn probed() -> (Plugins, PointProbe, Cx) {
    let registry = Registry::of(&[PointProbe::MANIFEST]).expect("the probe is alone");
    let plugins = Plugins::of(registry).start().await.expect("the probe starts");
    let probe = PointProbe::of(&plugins);
    let cx = plugins.cx(Identity::agent("lead", Role::Lead), Cancel::default(), None);
    (plugins, probe, cx)
}

#[test]
fn the_probe_hooks_every_built_in_point_once() {
    let built_in = catalogue().into_iter().filter(|point| point.package == "hookwire");
    let points: Vec<_> = built_in.map(|point| point.name).collect();
    let mut hooked: Vec<_> = PointProbe::MANIFEST.hooks.iter().map(|hook| hook.point.name).collect();
    hooked.sort_unstable();
    assert_eq!(hooked, points, "add a point that is new to core/src/test/point_probe.rs");
}

#[tokio::test]
async fn a_host_is_told_which_points_it_fires_and_which_not() {
    let (plugins, probe, cx) = probed().await;
    let wiring = plugins.wiring("lead", Role::Lead);
    wiring.fire::<ToolSelect>(&mut ToolOffer::default(), &cx).await.expect("nothing refuses");
    let told = probe.fired().to_string();
    assert!(told.starts_with("fired (1): tool.select\nnot fired (40): agent.after, "), "{told}");
}

#[tokio::test]
async fn a_claimed_point_that_is_not_fired_fails_the_check() {
    let (plugins, probe, cx) = probed().await;
    let wiring = plugins.wiring("lead", Role::Lead);
    let call = ToolCall::new("read", json!({}));
    assert!(!wiring.fire::<ToolGate>(&call, &cx).await.is_denied(), "the probe decides nothing");
    probe.fired().check(&["tool.gate"]).expect("the gate is fired");
    let error = probe.fired().check(&["tool.gate", "tool.wrap", "tool.after"]).expect_err("two are not");
    let told = "claimed, but not fired: tool.wrap, tool.after; fire them, or do not claim them";
    assert_eq!(error.to_string(), told);
}

#[tokio::test]
async fn a_claim_of_a_point_that_does_not_exist_fails_the_check() {
    let (_, probe, _) = probed().await;
    let error = probe.fired().check(&["tool.gaet"]).expect_err("there is none").to_string();
    assert!(
        error.starts_with("there is no built-in point `tool.gaet`; did you mean `tool.gate`?"),
        "{error}"
    );
}

#[tokio::test]
async fn the_probe_changes_nothing_and_is_seen_by_every_chain() {
    let kit = Kit::of::<PointProbe>().start().await;
    let probe = PointProbe::of(kit.plugins());
    let run = |call: ToolCall| -> futures_util::future::BoxFuture<'_, hookwire::Result<_>> {
        Box::pin(async { Ok(hookwire::points::ToolReport::new(call, "done")) })
    };
    let report = kit.wrap::<ToolWrap>(ToolCall::new("read", json!({})), &run).await.expect("it runs");
    assert_eq!(report.text, "done");
    assert_eq!(probe.fired().names().collect::<BTreeSet<_>>(), BTreeSet::from(["tool.wrap"]));
}

#[test]
fn an_unlinked_plugin_is_in_no_list() {
    let registry = Registry::linked(hookwire::plugins! {});
    let registry = registry.expect("nothing is in conflict");
    assert!(registry.unlisted().iter().all(|plugin| plugin.id != "point-probe"));
    assert!(!registry.unlisted().is_empty(), "the plugins of this test program are linked");
}
