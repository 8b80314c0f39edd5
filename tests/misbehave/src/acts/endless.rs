use crate::bounds;
use crate::raw;
use crate::residue::{Taken, call};
use hookwire::{Cx, Error, Result};
use serde_json::json;
use std::future::{pending, ready};
use std::hint::black_box;
use std::time::{Duration, Instant};
use tokio::sync::mpsc;

/// Takes the thread, for as long as a loop may run; what was begun beside a call ends with the next one.
fn spin_while(runs: impl Fn() -> bool) {
    let _taken = Taken::new();
    let since = Instant::now();
    while since.elapsed() < bounds::LOOP && runs() {
        black_box(());
    }
}

pub(super) fn spin() {
    spin_while(|| true);
}

pub(super) fn sleep() {
    let _taken = Taken::new();
    std::thread::sleep(bounds::SLEEP);
}

pub(super) fn spin_beside() -> Result<()> {
    let mine = call();
    std::thread::Builder::new().spawn(move || spin_while(|| call() == mine))?;
    // So that it has begun, and is seen.
    std::thread::sleep(Duration::from_millis(20));
    Ok(())
}

pub(super) fn spawn_loop() {
    let mine = call();
    tokio::spawn(async move { spin_while(|| call() == mine) });
}

pub(super) async fn yield_for_ever() {
    let since = Instant::now();
    while since.elapsed() < bounds::LOOP {
        let step = Instant::now();
        while step.elapsed() < Duration::from_millis(1) {}
        tokio::task::yield_now().await;
    }
}

pub(super) async fn receive_for_ever() {
    let (sender, mut receiver) = mpsc::unbounded_channel();
    let since = Instant::now();
    while since.elapsed() < bounds::LOOP {
        let _ = sender.send(());
        receiver.recv().await;
    }
}

pub(super) async fn await_what_is_ready() {
    let _taken = Taken::new();
    let since = Instant::now();
    while since.elapsed() < bounds::LOOP {
        ready(()).await;
    }
}

/// Loops when it is dropped.
struct Loops;

impl Drop for Loops {
    fn drop(&mut self) {
        spin();
    }
}

pub(super) async fn wait_and_loop() {
    let _loops = Loops;
    pending::<()>().await;
}

pub(super) fn fault_for_ever() -> Result<()> {
    let _taken = Taken::new();
    raw::loop_on_faults()?;
    raw::write_to_null();
    Ok(())
}

/// Calls the plugin's own tool, which calls it again.
pub(super) async fn call_itself(tool: &str, cx: &Cx) -> Result<String> {
    let report = cx.tool(tool, json!({ "how": "recursion" })).await?;
    if report.is_error { Err(Error::msg(report.text)) } else { Ok(report.text) }
}
