use super::sample::Sample;
use super::trial::{self, MadeUp, Trial};
use super::watch::{AT_ONCE, Progress, faults, limited};
use crate::plugin::Manifest;
use crate::point::PointInfo;
use crate::test::{Kit, cancel_after};
use futures::future::join_all;
use std::ptr;

/// Fires each point that a plugin hooks with made-up events.
pub(super) async fn examine(kit: &Kit, manifest: &Manifest, progress: &Progress) -> Vec<String> {
    let mut points: Vec<&PointInfo> = Vec::new();
    for hook in manifest.hooks {
        if !points.iter().any(|point| ptr::eq(*point, hook.point)) {
            points.push(hook.point);
        }
    }
    let mut findings = Vec::new();
    for point in points {
        progress.step(format!("a hook at `{}`", point.name));
        let trial = trial::of(point);
        let trial = trial.expect("`hookwire` is built once, with the feature `test`");
        findings.extend(fire(kit, point, &*trial).await);
    }
    findings
}

async fn fire(kit: &Kit, point: &PointInfo, trial: &dyn Trial) -> Vec<String> {
    let made: Vec<_> = Sample::all().map(MadeUp).filter(|sample| trial.fire(kit, *sample).is_ok()).collect();
    if made.is_empty() {
        let why = Sample::all().find_map(|sample| trial.fire(kit, MadeUp(sample)).err());
        let why = why.unwrap_or_default();
        return vec![format!(
            "no event could be made up for `{}`, so that its hooks were not tried: {why}",
            point.name
        )];
    }
    let run = |sample: &MadeUp| trial.fire(kit, *sample).unwrap_or_else(|_| Box::pin(async {}));
    let late = |late: String| format!("a hook at `{}` {late}", point.name);
    let mut findings = Vec::new();
    for sample in &made {
        if let Err(why) = limited(run(sample)).await {
            findings.push(late(why));
            break;
        }
        for polls in [1, 3] {
            cancel_after(polls, run(sample)).await;
        }
    }
    if findings.is_empty() {
        let at_once = made.iter().cycle().take(AT_ONCE).map(|sample| limited(run(sample)));
        let results = join_all(at_once).await;
        findings.extend(
            results.into_iter().find_map(Result::err).map(|why| late(format!("{why}, beside others"))),
        );
    }
    findings.extend(faults(kit).await);
    findings
}
