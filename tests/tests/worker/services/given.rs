//! What a worker knows of its host from the start.

use super::back_to_back::{Pair, unchecked};
use super::prober::{Poor, Prober, ann, told};
use hookwire::Plugin;
use hookwire::cx::MissingService;
use hookwire::remote::{decode, encode};
use hookwire::test::Kit;
use hookwire_worker::services::Given;
use std::path::Path;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

#[tokio::test]
async fn a_clock_that_a_test_has_set_is_followed() {
    let time = UNIX_EPOCH + Duration::from_secs(1_000_000);
    for kit in [Kit::of::<Poor>().clock(time).start().await, Kit::of::<Poor>().start().await] {
        let cx = kit.cx_of("poor");
        let in_worker = unchecked(&ann(), Pair::of::<Poor>(&cx).services(&cx)).await;
        let apart = in_worker.now().duration_since(cx.now()).unwrap_or_default();
        assert!(apart < Duration::from_secs(5), "{apart:?}");
    }
    let host = SystemTime::now() + Duration::from_secs(1_000_000);
    let kit = Kit::of::<Poor>().clock(host).start().await;
    let cx = kit.cx_of("poor");
    assert!(unchecked(&ann(), Pair::of::<Poor>(&cx).services(&cx)).await.now() >= host);
}

#[tokio::test]
async fn a_worker_has_the_variables_that_its_plugin_declares_and_no_other() {
    let kit = Kit::of::<Prober>().and::<Poor>().identity(ann()).env("PROBER_KEY", "swordfish").start().await;
    let given = |plugin: &str, manifest: &'static hookwire::plugin::Manifest| {
        Given::of(&kit.cx_of(plugin), &manifest.permissions)
    };
    let prober = encode(&given("prober", Prober::MANIFEST)).unwrap();
    let poor = encode(&given("poor", Poor::MANIFEST)).unwrap();
    let has = |bytes: &[u8]| bytes.windows(9).any(|part| part == b"swordfish");
    assert!(has(&prober) && !has(&poor));
    let shown = format!("{:?}", decode::<Given>(&prober).unwrap());
    assert!(shown.contains("PROBER_KEY") && !shown.contains("swordfish"), "{shown}");
}

#[tokio::test]
async fn the_folder_of_the_host_is_known_so_that_it_is_kept_apart() {
    let folder = std::env::temp_dir().canonicalize().unwrap();
    let kit = Kit::of::<Poor>().data(folder.join("data of no host")).start().await;
    let cx = kit.cx_of("poor");
    let in_worker = unchecked(&ann(), Pair::of::<Poor>(&cx).services(&cx)).await;
    let found = in_worker.host_files_beneath(&folder).unwrap();
    assert_eq!(found.as_deref(), Some(Path::new("data of no host")));
}

#[tokio::test]
async fn a_service_that_the_host_lacks_is_missing_in_the_worker() {
    let kit = Kit::of::<Prober>().identity(ann()).env("PROBER_KEY", "x").without_dir().start().await;
    let cx = kit.cx_of("prober");
    let in_worker = unchecked(&ann(), Pair::of::<Prober>(&cx).services(&cx)).await;
    for (step, text) in [("dir path", told("dir path", &cx).await), ("dir list", told("dir list", &cx).await)]
    {
        assert!(text.starts_with("MissingService: files cannot be kept"), "{text}");
        assert_eq!(told(step, &in_worker).await, text);
    }
    let bare = unchecked(&ann(), hookwire::cx::Services::none()).await;
    let in_worker = unchecked(&ann(), Pair::of::<Poor>(&bare).services(&bare)).await;
    for step in [
        "kv get",
        "dir list",
        "http get",
        "sessions list",
        "send text",
        "render",
        "schedule list",
        "tool",
        "model",
    ] {
        let text = told(step, &in_worker).await;
        assert!(text.starts_with("MissingService: "), "{step}: {text}");
        assert_eq!(text, told(step, &bare).await);
    }
    let error = in_worker.kv().get::<u32>("a").await.unwrap_err();
    assert_eq!(error.downcast_ref::<MissingService>().unwrap().service, "kv");
}
