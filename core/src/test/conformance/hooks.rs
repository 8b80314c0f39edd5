use super::environment::Environment;
use super::event::{self, FireSample, MadeUp};
use super::sample::Sample;
use super::watch::{AT_ONCE, Examination, LIMIT, limited, severe};
use crate::fault::FaultKind;
use crate::plugin::Plugin;
use crate::point::PointInfo;
use crate::test::{Kit, SetupError, cancel_after};
use futures_util::future::join_all;
use serde_json::Value;
use std::ptr;

/// Fires each point that a plugin hooks with made-up events.
pub(super) async fn examine<P: Plugin>(environment: &Environment, config: &Value, examination: &Examination) {
    let mut points: Vec<&PointInfo> = Vec::new();
    for hook in P::MANIFEST.hooks {
        if !points.iter().any(|point| ptr::eq(*point, hook.point)) {
            points.push(hook.point);
        }
    }
    for point in points {
        examination.step(format!("a hook at `{}`", point.name));
        let event = event::of(point);
        let event = event.expect("`hookwire` is built once, with the feature `test`");
        let start = async || environment.start::<P>(config.clone()).await;
        if let Err(error) = fire(start, point, &*event, examination).await {
            examination.find(format!("it does not start again: {error}"));
        }
    }
}

async fn fire(
    start: impl AsyncFn() -> Result<Kit, SetupError>,
    point: &PointInfo,
    event: &dyn FireSample,
    examination: &Examination,
) -> Result<(), SetupError> {
    let mut kit = start().await?;
    let made: Vec<_> = Sample::all().map(MadeUp).filter(|sample| event.fire(&kit, *sample).is_ok()).collect();
    if made.is_empty() {
        let why = Sample::all().find_map(|sample| event.fire(&kit, MadeUp(sample)).err()).unwrap_or_default();
        examination.leave_out(format!("the hooks at `{}`: no event could be made up: {why}", point.name));
    }
    for sample in &made {
        let run = |kit| event.fire(kit, *sample).unwrap_or_else(|_| Box::pin(async {}));
        if let Err(late) = limited(LIMIT, run(&kit)).await {
            examination.find(format!("a hook at `{}` {late}", point.name));
            return Ok(());
        }
        for polls in [1, 3] {
            cancel_after(polls, run(&kit)).await;
        }
        let faults = kit.faults().await;
        examination.find_all(severe(&faults));
        // A hook that has refused too much is left out for a while, and would stand the rest untried.
        if faults.iter().any(|fault| fault.kind == FaultKind::Suspended) {
            kit.plugins().stop().await;
            kit = start().await?;
        }
    }
    let run = |sample: &MadeUp| event.fire(&kit, *sample).unwrap_or_else(|_| Box::pin(async {}));
    let at_once = made.iter().cycle().take(AT_ONCE).map(|sample| limited(LIMIT, run(sample)));
    let late = join_all(at_once).await.into_iter().find_map(Result::err);
    examination.find_all(late.map(|late| format!("a hook at `{}` {late}, beside others", point.name)));
    examination.find_all(severe(&kit.faults().await));
    kit.plugins().stop().await;
    Ok(())
}
