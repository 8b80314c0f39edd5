//! Whose a block is: the plugin's whose code allocated it, whoever frees or resizes it.

use hookwire::cx::{Cancel, Identity};
use hookwire::live::Plugins;
use hookwire::plugin::{Manifest, Plugin};
use hookwire::points::{MessageReceived, MessageSent};
use hookwire::watchdog::{MemoryUsage, usage};
use hookwire::{Cx, Registry, plugin};
use hookwire_worker::Heap;
use std::hint::black_box;
use std::process::Command;
use std::sync::Mutex;
use std::thread;

const MIB: u64 = 1 << 20;

pub(crate) async fn started(manifest: &'static Manifest) -> (Plugins, Cx) {
    let plugins = Plugins::of(Registry::of(&[manifest]).unwrap()).start().await.unwrap();
    let cx = plugins.cx(Identity::default(), Cancel::default(), None);
    (plugins, cx)
}

pub(crate) fn memory(plugin: &str) -> MemoryUsage {
    let found = usage().into_iter().find(|(id, _)| *id == plugin);
    found.expect("it was called").1.memory.expect("this binary counts")
}

/// Fires `message.received` at the plugin.
async fn receive(cx: &Cx, text: &str) {
    cx.fire::<MessageReceived>(&MessageReceived::new(text)).await.unwrap();
}

fn is_about(bytes: u64, expected: u64) -> bool {
    bytes.abs_diff(expected) < 64 << 10
}

macro_rules! hoarder {
    ($name:ident, $id:literal, $hoard:ident: $ty:ty, $make:expr) => {
        static $hoard: Mutex<Vec<$ty>> = Mutex::new(Vec::new());

        #[derive(Default)]
        struct $name;

        #[plugin(id = $id)]
        impl $name {
            #[hook("message.received")]
            async fn received(&self, _: &MessageReceived) {
                tokio::task::yield_now().await;
                let made = $make;
                $hoard.lock().unwrap().push(made);
            }
        }
    };
}

hoarder!(Keeper, "keeper", KEPT: Vec<u8>, vec![1; 1 << 20]);
hoarder!(Grower, "grower", GROWN: Vec<u8>, Vec::with_capacity(1 << 20));
hoarder!(Aligner, "aligner", ALIGNED: Vec<Page>, vec![Page([7; 4096]); 256]);
hoarder!(Zeroer, "zeroer", ZEROED: Vec<u64>, vec![0; 1 << 17]);

/// Aligned to more than a header has.
#[derive(Clone)]
#[repr(align(4096))]
struct Page([u8; 4096]);

#[tokio::test]
async fn what_a_plugin_keeps_is_its_own_and_a_free_on_another_thread_is_credited() {
    let (_plugins, cx) = started(Keeper::MANIFEST).await;
    for _ in 0..8 {
        receive(&cx, "hi").await;
    }
    let full = memory("keeper");
    assert!(is_about(full.bytes, 8 * MIB), "{full:?}");
    assert!(full.allocations >= 8 && full.peak >= full.bytes, "{full:?}");
    let kept = std::mem::take(&mut *KEPT.lock().unwrap());
    thread::spawn(move || drop(kept)).join().unwrap();
    let empty = memory("keeper");
    assert!(is_about(empty.bytes, 0), "{empty:?}");
    assert_eq!(empty.peak, full.peak);
}

#[tokio::test]
async fn what_the_host_allocates_is_not_the_plugins() {
    let (_plugins, cx) = started(Idler::MANIFEST).await;
    receive(&cx, "hi").await;
    let before = memory("idler");
    let mine = black_box(vec![1_u8; 1 << 20]);
    let threads = thread::spawn(|| black_box(vec![1_u8; 1 << 20])).join().unwrap();
    assert_eq!(memory("idler"), before);
    drop((mine, threads));
    assert_eq!(memory("idler"), before);
}

#[derive(Default)]
struct Idler;

#[plugin(id = "idler")]
impl Idler {
    #[hook("message.received")]
    fn received(&self, _: &MessageReceived) {}
}

#[tokio::test]
async fn a_block_that_the_host_resizes_stays_the_plugins() {
    let (_plugins, cx) = started(Grower::MANIFEST).await;
    receive(&cx, "hi").await;
    assert!(is_about(memory("grower").bytes, MIB));
    let mut grown = GROWN.lock().unwrap().pop().unwrap();
    grown.reserve_exact(4 << 20);
    assert!(is_about(memory("grower").bytes, 4 * MIB));
    grown.shrink_to(1 << 10);
    assert!(is_about(memory("grower").bytes, 0));
    drop(grown);
}

#[tokio::test]
async fn blocks_of_a_large_alignment_are_aligned_counted_and_resized() {
    let (_plugins, cx) = started(Aligner::MANIFEST).await;
    receive(&cx, "hi").await;
    assert!(is_about(memory("aligner").bytes, MIB));
    let mut pages = ALIGNED.lock().unwrap().pop().unwrap();
    for _ in 0..10 {
        pages.push(Page([8; 4096]));
        pages.shrink_to_fit();
        assert!(pages.as_ptr().is_aligned());
    }
    assert!(pages[..256].iter().all(|page| page.0 == [7; 4096]));
    assert!(pages[256..].iter().all(|page| page.0 == [8; 4096]));
    drop(pages);
    assert!(is_about(memory("aligner").bytes, 0));
}

#[tokio::test]
async fn zeroed_blocks_are_zero_and_those_without_a_size_are_none() {
    let (_plugins, cx) = started(Zeroer::MANIFEST).await;
    receive(&cx, "hi").await;
    assert!(is_about(memory("zeroer").bytes, MIB));
    assert!(ZEROED.lock().unwrap().pop().unwrap().iter().all(|word| *word == 0));
    drop(black_box((Vec::<u8>::new(), Box::new(()), String::new())));
}

#[test]
fn the_allocator_knows_that_it_is_installed() {
    drop(black_box(Box::new(1)));
    assert!(Heap::is_installed());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn accounts_are_right_under_many_threads() {
    let (_plugins, cx) = started(Churner::MANIFEST).await;
    let calls = (0..64).map(|_| {
        let cx = cx.clone();
        tokio::spawn(async move {
            for _ in 0..50 {
                cx.fire::<MessageSent>(&MessageSent::new("http", "hi")).await.unwrap();
            }
        })
    });
    for call in calls.collect::<Vec<_>>() {
        call.await.unwrap();
    }
    let churned = memory("churner");
    assert!(is_about(churned.bytes, 0), "{churned:?}");
    assert!(churned.allocations >= 64 * 50 * 8, "{churned:?}");
}

/// Lets other threads free what it allocates.
#[derive(Default)]
struct Churner;

#[plugin(id = "churner")]
impl Churner {
    #[hook("message.sent")]
    async fn sent(&self, _: &MessageSent) {
        let blocks: Vec<_> = (1..=8).map(|size| vec![0_u8; size * 100]).collect();
        tokio::task::yield_now().await;
        tokio::spawn(async move { drop(black_box(blocks)) });
    }
}

#[derive(Default)]
struct Panicky;

#[plugin(id = "panicky")]
impl Panicky {
    #[hook("message.received")]
    async fn received(&self, message: &MessageReceived) {
        panic!("at {}", message.text);
    }
}

/// The symbols that the first backtrace loads are tens of MiB in a binary like this one.
#[test]
fn the_backtrace_of_a_panic_is_not_charged() {
    let this = std::env::current_exe().unwrap();
    let child = Command::new(this)
        .args(["--exact", "accounts::panics_under_a_backtrace", "--ignored", "--nocapture"])
        .env("RUST_BACKTRACE", "1")
        .output()
        .unwrap();
    let text = String::from_utf8_lossy(&child.stderr);
    assert!(child.status.success(), "{text}");
    assert!(text.contains("Panicky"), "there is no backtrace:\n{text}");
}

#[tokio::test]
#[ignore = "the child of another test"]
async fn panics_under_a_backtrace() {
    let (_plugins, cx) = started(Panicky::MANIFEST).await;
    receive(&cx, "home").await;
    let charged = memory("panicky");
    assert!(charged.peak < 64 << 10, "{charged:?}");
}
