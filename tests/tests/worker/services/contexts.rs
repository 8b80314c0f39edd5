//! Contexts that a worker holds: as long as anything in it has their services, and no more than so many.

use super::back_to_back::{Pair, unchecked};
use super::prober::{Poor, ann};
use hookwire::remote::RemoteError;
use hookwire::test::{Kit, cancel_after};
use hookwire_worker::services::{Ask, HostLimits};

async fn kit() -> Kit {
    Kit::of::<Poor>().identity(ann()).start().await
}

#[tokio::test]
async fn a_context_is_released_with_the_last_of_its_services() {
    let kit = kit().await;
    let cx = kit.cx_of("poor");
    let pair = Pair::of::<Poor>(&cx);
    let services = pair.services(&cx);
    let other = pair.services(&cx);
    let kv = services.kv.clone().unwrap();
    assert_eq!(pair.host.open_contexts(), 2);
    drop(services);
    assert_eq!(pair.host.open_contexts(), 2);
    drop(kv);
    assert_eq!(pair.host.open_contexts(), 1);
    let in_worker = unchecked(&ann(), other).await;
    let kept = in_worker.clone();
    drop(in_worker);
    kept.kv().set("a", &1).await.unwrap();
    drop(kept);
    assert_eq!(pair.host.open_contexts(), 0);
    assert_eq!(cx.kv().get::<u32>("a").await.unwrap(), Some(1));
}

#[tokio::test]
async fn a_worker_holds_only_so_many_contexts() {
    let kit = kit().await;
    let cx = kit.cx_of("poor");
    let mut limits = HostLimits::default();
    limits.contexts = 2;
    let pair = Pair::with_limits::<Poor>(&cx, limits);
    let held = [pair.services(&cx), pair.services(&cx)];
    let error = pair.host.open(&cx).unwrap_err().to_string();
    assert_eq!(error, "`poor` holds 2 contexts in its worker, the limit: let go of those that tasks keep");
    drop(held);
    let number = pair.host.open(&cx).unwrap();
    // A call that is not sent closes its own.
    pair.host.close(number);
    assert_eq!(pair.host.open_contexts(), 0);
    assert_eq!(HostLimits::default().contexts, 4_096);
}

#[tokio::test]
async fn nothing_is_asked_in_a_context_that_was_released_or_never_was() {
    let kit = kit().await;
    let cx = kit.cx_of("poor");
    let pair = Pair::of::<Poor>(&cx);
    let gone = pair.worker.context(pair.host.open(&cx).unwrap()).number();
    for number in [0, gone, gone + 1, u64::MAX] {
        let error = pair.host.answer(number, Ask { body: vec![0], stream: None }).await.unwrap_err();
        assert!(matches!(error, RemoteError::Forged { .. }), "{number}: {error}");
    }
}

#[tokio::test]
async fn a_question_that_waits_holds_its_context() {
    let kit = kit().await;
    let cx = kit.cx_of("poor");
    let pair = Pair::of::<Poor>(&cx);
    let in_worker = unchecked(&ann(), pair.services(&cx)).await;
    let question = async move { in_worker.kv().get::<u32>("a").await };
    assert_eq!(pair.host.open_contexts(), 1);
    cancel_after(0, question).await;
    assert_eq!(pair.host.open_contexts(), 0);
}
