use crate::common::{answer, fenced, folder, launch, probe, spawn, spawn_with, this_test};
use hookwire::plugin::Require;
use hookwire_worker::process::ProcessError;
use hookwire_worker::sandbox::{Enforced, Level, Policy};
use std::io::{Read, Write};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

#[tokio::test]
async fn a_worker_sees_nothing_of_its_host() {
    let (text, _) = probe("surroundings", Policy::default()).await;
    assert_eq!(text, "HOOKWIRE_WORKER / 0");
}

#[tokio::test]
async fn both_connections_carry_bytes_both_ways() {
    let mut spawned = spawn("echo", Policy::default()).await;
    // More than any pipe holds.
    let sent: Vec<u8> = (0..3 << 20).map(|number: u32| number.to_le_bytes()[1]).collect();
    let mut writer = spawned.ends.writer;
    let writing = tokio::spawn({
        let sent = sent.clone();
        async move { writer.write_all(&sent).await.unwrap() }
    });
    let mut received = Vec::new();
    spawned.ends.reader.read_to_end(&mut received).await.unwrap();
    writing.await.unwrap();
    assert!(received == sent);
    let mut word = [0; 4];
    spawned.ends.sync.write_all(b"sync").unwrap();
    spawned.ends.sync.read_exact(&mut word).unwrap();
    assert_eq!(&word, b"sync");
}

#[tokio::test]
async fn a_long_body_arrives_whole() {
    let mut launch = launch("level", Policy::default());
    launch.init = [b"level ".to_vec(), vec![b'x'; 5 << 20]].concat();
    let (text, _) = answer(spawn_with(fenced(), launch).await.unwrap()).await;
    assert!(!text.is_empty());
}

#[tokio::test]
async fn both_sides_know_the_level() {
    let spawned = spawn("level", Policy::default()).await;
    let level = spawned.worker.level().clone();
    let (text, _) = answer(spawned).await;
    assert_eq!(text, level.to_string());
    let written = serde_json::to_string(&level).unwrap();
    assert_eq!(serde_json::from_str::<Level>(&written).unwrap(), level);
    if cfg!(target_os = "linux") {
        assert_eq!(level.rlimits, Enforced::Full);
        assert_eq!(level.no_new_privs, Enforced::Full);
        assert_eq!(level.capabilities, Enforced::Full);
        assert_eq!(level.seccomp, Enforced::Full);
    }
}

/// The harness of this test has a thread before the worker begins, which the sandbox does not hold whole.
#[tokio::test]
async fn a_sandbox_that_is_not_whole_is_told_or_refused() {
    let spawned = spawn_with(this_test(), launch("level", Policy::default())).await.unwrap();
    let level = spawned.worker.level().clone();
    assert!(!level.is_full(), "{level}");
    let (text, _) = answer(spawned).await;
    assert_eq!(text, level.to_string());
    assert!(
        text.contains("capabilities: ") && text.contains("call `process::enter` first in `main`"),
        "{text}"
    );

    let strict = Policy { require: Require::Full, ..Policy::default() };
    let error = spawn_with(this_test(), launch("level", strict)).await.unwrap_err();
    assert!(matches!(error, ProcessError::Refused { .. }), "{error:?}");
    let text = error.to_string();
    assert!(text.contains("requires a full sandbox") && text.contains(&level.to_string()), "{text}");
}

#[tokio::test]
async fn a_folder_that_is_not_there_is_refused_by_its_name() {
    let missing = folder("missing").join("not-there");
    let policy = Policy { read: vec![missing.clone()], ..Policy::default() };
    let error = spawn_with(fenced(), launch("level", policy)).await.unwrap_err();
    assert!(error.to_string().contains(missing.to_str().unwrap()), "{error}");
}
