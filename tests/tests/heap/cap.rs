//! The cap of a worker: the process ends by a code of its own, and has said why.

use hookwire_worker::Heap;
use hookwire_worker::heap::{EXIT_CODE, exceeded, on_exceeded, total};
use std::hint::black_box;
use std::os::unix::process::ExitStatusExt;
use std::process::{Command, Output};
use std::thread;

const MIB: usize = 1 << 20;

/// Runs a test of this file as a process of its own.
fn child(name: &str) -> Output {
    let this = std::env::current_exe().unwrap();
    let name = format!("cap::{name}");
    Command::new(this).args(["--exact", &name, "--ignored", "--nocapture"]).output().unwrap()
}

#[track_caller]
fn assert_ended(name: &str, why: &str) {
    let ended = child(name);
    let text = String::from_utf8_lossy(&ended.stdout);
    assert_eq!(ended.status.code(), Some(EXIT_CODE), "{:?} {text}", ended.status.signal());
    assert!(text.contains(why), "{text}");
}

/// Says why without allocating: the test harness has made the buffer of `stdout` long before.
fn say() {
    let why = exceeded().expect("it was exceeded");
    let text: &[u8] = if why.asked > why.cap { b"one block too large\n" } else { b"too many blocks\n" };
    let _ = rustix::io::write(std::io::stdout(), text);
}

fn capped(bytes: usize) {
    on_exceeded(say);
    Heap::cap(bytes as u64);
}

#[test]
fn many_blocks_end_at_the_cap() {
    assert_ended("allocates_for_ever", "too many blocks");
}

#[test]
#[ignore = "a child"]
fn allocates_for_ever() {
    capped(64 * MIB);
    let mut blocks = Vec::new();
    loop {
        blocks.push(black_box(vec![1_u8; 64 << 10]));
    }
}

#[test]
fn one_block_too_large_ends_at_the_cap() {
    assert_ended("allocates_much", "one block too large");
}

#[test]
#[ignore = "a child"]
fn allocates_much() {
    capped(64 * MIB);
    drop(black_box(Vec::<u8>::with_capacity(64 << 40)));
}

#[test]
fn a_block_that_grows_ends_at_the_cap() {
    assert_ended("grows", "one block too large");
}

#[test]
#[ignore = "a child"]
fn grows() {
    let mut block = vec![1_u8; MIB];
    capped(48 * MIB);
    loop {
        block.extend_from_within(..);
    }
}

#[test]
fn many_threads_end_at_the_cap() {
    assert_ended("allocates_on_many_threads", "too many blocks");
}

#[test]
#[ignore = "a child"]
fn allocates_on_many_threads() {
    capped(64 * MIB);
    let threads: Vec<_> = (0..8).map(|_| thread::spawn(allocate)).collect();
    for thread in threads {
        thread.join().unwrap();
    }
}

fn allocate() {
    let mut blocks = Vec::new();
    loop {
        blocks.push(black_box(vec![1_u8; 1 << 10]));
    }
}

#[test]
fn who_allocates_when_told_ends_too() {
    assert_eq!(child("allocates_when_told").status.code(), Some(EXIT_CODE));
}

#[test]
#[ignore = "a child"]
fn allocates_when_told() {
    on_exceeded(allocate);
    Heap::cap(MIB as u64);
    allocate();
}

#[test]
fn what_is_freed_does_not_count() {
    assert!(child("allocates_and_frees").status.success());
}

#[test]
#[ignore = "a child"]
fn allocates_and_frees() {
    let before = vec![1_u8; 32 * MIB];
    capped(64 * MIB);
    assert_eq!(total(), 0);
    // From before there was a cap: frees nothing of the total, or more than the cap could be had.
    drop(before);
    for _ in 0..20 {
        drop(black_box(vec![1_u8; 48 * MIB]));
    }
    let kept = black_box(vec![1_u8; 48 * MIB]);
    assert!((48 * MIB as u64..50 * MIB as u64).contains(&total()), "{}", total());
    drop(kept);
    assert!(total() < 2 * MIB as u64, "{}", total());
}
