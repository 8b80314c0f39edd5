//! Which points the bridge fires.

use crate::{Ran, agent, hooks, plain};
use hookwire::points::ToolCall;
use hookwire::test::PointProbe;
use hookwire::{Plugin, Verdict, plugin};
use in_rig::POINTS;
use std::collections::BTreeSet;

/// Has a fault in front of every command.
#[derive(Default)]
struct Faulty;

#[plugin(id = "faulty", unlinked)]
impl Faulty {
    #[hook("tool.gate")]
    fn guard(&self, call: &ToolCall) -> Verdict {
        assert_ne!(call.tool, "run_command", "no commands");
        Verdict::Allow
    }
}

#[tokio::test]
async fn the_bridge_fires_the_points_that_it_claims_and_no_others() {
    let hooks = hooks(&[PointProbe::MANIFEST, Faulty::MANIFEST]).await;
    let probe = PointProbe::of(hooks.plugins());
    agent(&hooks, &plain::script(), &Ran::default()).prompt("tidy up").await.unwrap();
    probe.fired().check(&POINTS).unwrap();
    assert_eq!(probe.fired().names().collect::<BTreeSet<_>>(), BTreeSet::from(POINTS));
}

#[tokio::test]
async fn a_point_that_is_claimed_and_not_fired_fails_the_check() {
    let hooks = hooks(&[PointProbe::MANIFEST]).await;
    let probe = PointProbe::of(hooks.plugins());
    agent(&hooks, &plain::script(), &Ran::default()).prompt("tidy up").await.unwrap();
    let error = probe.fired().check(&["tool.gate", "turn.complete"]).unwrap_err();
    assert!(error.to_string().contains("turn.complete"), "{error}");
}
