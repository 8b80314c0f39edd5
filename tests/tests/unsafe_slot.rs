//! Aimed at the one folder with `unsafe` code, `core/src/chain/erased`: small enough to run under valgrind too.
//!
//! Build with `cargo test -p hookwire-tests --test unsafe_slot --no-run`, and run the binary it names:
//! `valgrind --error-exitcode=9 --leak-check=full --show-leak-kinds=definite,indirect
//! --errors-for-leak-kinds=definite,indirect -q <binary> --test-threads=1`.
//! (What may be a leak is left out: the test harness of std itself has 48 such bytes.)
#![allow(clippy::large_futures, reason = "large ones are what it is about")]

use futures_util::FutureExt;
use futures_util::future::{BoxFuture, join_all, pending};
use hookwire::chain::Handler;
use hookwire::cx::{Cancel, Identity};
use hookwire::live::{Plugins, Settings, Wiring};
use hookwire::plugin::{FailurePolicy, HookDecl, Manifest, Plugin};
use hookwire::point::HookPolicyOverride;
use hookwire::points::{
    AttachmentDescribe, Attachments, MessageReceived, MessageSent, Request, RequestIntercept, ToolBefore,
    ToolCall, ToolGate, ToolReport, ToolWrap, TurnPersisted,
};
use hookwire::trace::Trace;
use hookwire::{Cx, Error, HookPoint, Next, Registry, Reply, Result, Role, Verdict, plugin};
use serde_json::json;
use std::cell::Cell;
use std::fmt;
use std::hint::black_box;
use std::pin::Pin;
use std::sync::atomic::{AtomicIsize, AtomicUsize, Ordering};
use std::task::{Context, Poll};
use std::thread;
use std::time::Duration;
use tokio::task::yield_now;

// ===== What is counted =====

thread_local! {
    /// How many tokens live, and how many ever did; each test has a thread of its own.
    static LIVE: Cell<isize> = const { Cell::new(0) };
    static MADE: Cell<usize> = const { Cell::new(0) };
}

/// Something that a future holds: on the heap, so that a leak or a second drop is seen by valgrind as well.
#[derive(Debug)]
struct Token(Box<u64>);

impl Token {
    fn new() -> Self {
        LIVE.set(LIVE.get() + 1);
        MADE.set(MADE.get() + 1);
        Self(Box::new(0x70c3))
    }
}

impl Drop for Token {
    fn drop(&mut self) {
        assert_eq!(*self.0, 0x70c3, "dropped before");
        *self.0 = 0;
        LIVE.set(LIVE.get() - 1);
    }
}

/// A token whose drop panics.
struct Sharp(#[allow(dead_code, reason = "only its drop matters")] Token);

impl Drop for Sharp {
    fn drop(&mut self) {
        panic!("sharp");
    }
}

/// Asserts that `made` tokens were made and that all of them are gone.
#[track_caller]
fn all_gone(made: usize) {
    assert_eq!((LIVE.get(), MADE.get()), (0, made), "(alive, made)");
}

// ===== Running =====

async fn live(plugins: &[&'static Manifest]) -> (Plugins, Wiring, Cx) {
    start(plugins, Settings::default()).await
}

async fn start(plugins: &[&'static Manifest], settings: Settings) -> (Plugins, Wiring, Cx) {
    let plugins = Plugins::of(Registry::of(plugins).unwrap()).settings(settings).start().await.unwrap();
    // Without a trace, so that the fast path is taken where there is one.
    let cx = plugins.cx(Identity::default(), Cancel::default(), None);
    let wiring = plugins.wiring("", Role::Agent);
    (plugins, wiring, cx)
}

fn message(text: &str) -> MessageReceived {
    MessageReceived::new(text)
}

// ===== Sizes and alignments =====

/// Hooks whose futures are of many sizes; each sums up what it holds over the polls that it takes.
#[derive(Default)]
struct Sizes {
    sum: AtomicUsize,
}

#[repr(align(64))]
struct Aligned([u8; 64]);

#[repr(align(4096))]
struct Page([u8; 64]);

/// Asserts that a value lies where its type wants it.
fn aligned<T>(value: &T) {
    let address = black_box(std::ptr::from_ref(value) as usize);
    assert_eq!(address % align_of::<T>(), 0, "{address:#x}");
}

/// Holds `N` bytes over as many polls as the message says.
async fn hold<const N: usize>(this: &Sizes, polls: &str) {
    let bytes = black_box([1u8; N]);
    for _ in 0..polls.parse().unwrap() {
        yield_now().await;
    }
    this.sum.fetch_add(bytes.iter().map(|byte| usize::from(*byte)).sum(), Ordering::Relaxed);
}

#[plugin(id = "sizes")]
impl Sizes {
    #[hook("message.received")]
    async fn nothing(&self, _: &MessageReceived) {}

    #[hook("message.received")]
    fn plain(&self, _: &MessageReceived) {
        self.sum.fetch_add(1, Ordering::Relaxed);
    }

    #[hook("message.received")]
    async fn small(&self, message: &MessageReceived) {
        hold::<7>(self, &message.text).await;
    }

    #[hook("message.received")]
    async fn about_inline(&self, message: &MessageReceived) {
        hold::<400>(self, &message.text).await;
    }

    #[hook("message.received")]
    async fn over(&self, message: &MessageReceived) {
        hold::<513>(self, &message.text).await;
    }

    #[hook("message.received")]
    async fn large(&self, message: &MessageReceived) {
        hold::<20_000>(self, &message.text).await;
    }

    #[hook("message.sent")]
    async fn cache_line(&self, message: &MessageSent) {
        let line = black_box(Aligned([2; 64]));
        for _ in 0..message.text.parse().unwrap() {
            aligned(&line);
            yield_now().await;
        }
        aligned(&line);
        self.sum.fetch_add(line.0.iter().map(|byte| usize::from(*byte)).sum(), Ordering::Relaxed);
    }

    #[hook("message.sent")]
    async fn page(&self, message: &MessageSent) {
        let page = black_box(Page([3; 64]));
        for _ in 0..message.text.parse().unwrap() {
            aligned(&page);
            yield_now().await;
        }
        aligned(&page);
        self.sum.fetch_add(page.0.iter().map(|byte| usize::from(*byte)).sum(), Ordering::Relaxed);
    }

    #[command("/sum")]
    fn sum(&self) -> String {
        self.sum.swap(0, Ordering::Relaxed).to_string()
    }
}

/// One small future with a large alignment, so that only the alignment keeps it out of the pass.
#[derive(Default)]
struct Line;

#[plugin(id = "line")]
impl Line {
    #[hook("message.received")]
    async fn line(&self, _: &MessageReceived) {
        let line = black_box(Aligned([2; 64]));
        aligned(&line);
        yield_now().await;
        aligned(&line);
    }
}

async fn sum(wiring: &Wiring, cx: &Cx) -> usize {
    wiring.command("sum", "", cx).await.unwrap().unwrap().text.parse().unwrap()
}

#[tokio::test]
async fn futures_of_all_sizes_share_one_room() {
    let (_plugins, wiring, cx) = live(&[Sizes::MANIFEST]).await;
    for polls in ["0", "1", "5"] {
        wiring.fire::<MessageReceived>(&message(polls), &cx).await.unwrap();
        assert_eq!(sum(&wiring, &cx).await, 1 + 7 + 400 + 513 + 20_000, "{polls} polls");
    }
}

#[tokio::test]
async fn futures_lie_where_their_alignment_wants_them() {
    let (_plugins, wiring, cx) = live(&[Sizes::MANIFEST]).await;
    for polls in ["0", "1", "5"] {
        wiring.fire::<MessageSent>(&MessageSent::new("http", polls), &cx).await.unwrap();
        assert_eq!(sum(&wiring, &cx).await, 5 * 64, "{polls} polls");
    }
}

#[tokio::test]
async fn a_small_future_lies_where_its_alignment_wants_it_wherever_the_pass_lies() {
    let (_plugins, wiring, cx) = live(&[Line::MANIFEST]).await;
    let message = message("");
    let mut kept = Vec::new();
    for offset in 0..16 {
        // Of a different size each, so that the passes do not all lie alike.
        kept.push(vec![0u8; 16 * offset]);
        let mut pass = Box::pin((wiring.fire::<MessageReceived>(&message, &cx), [0u8; 8]).0);
        assert!(pass.as_mut().now_or_never().is_none());
        pass.await.unwrap();
    }
    drop(kept);
}

#[tokio::test]
async fn many_passes_at_once_have_a_room_each() {
    let (_plugins, wiring, cx) = live(&[Sizes::MANIFEST]).await;
    let messages: Vec<_> = (0..20).map(|polls| message(&polls.to_string())).collect();
    let passes = messages.iter().map(|message| wiring.fire::<MessageReceived>(message, &cx));
    assert!(join_all(passes).await.iter().all(Result::is_ok));
    assert_eq!(sum(&wiring, &cx).await, 20 * (1 + 7 + 400 + 513 + 20_000));
}

#[tokio::test]
async fn a_pass_may_be_dropped_before_its_first_poll() {
    let (_plugins, wiring, cx) = live(&[Sizes::MANIFEST]).await;
    let message = message("1");
    drop(wiring.fire::<MessageReceived>(&message, &cx));
    assert_eq!(sum(&wiring, &cx).await, 0);
}

// ===== Every drop, once =====

/// Holds a token in each hook, and in the event's place does what the event's text says.
#[derive(Default)]
struct Holder;

async fn held(way: &str) -> Result<()> {
    let _token = Token::new();
    match way {
        "ready" => {}
        "polls" => {
            for _ in 0..5 {
                let _another = Token::new();
                yield_now().await;
            }
        }
        "error" => {
            yield_now().await;
            return Err(Error::msg("held"));
        }
        "panic" => panic!("at once"),
        "late panic" => {
            let _another = Token::new();
            yield_now().await;
            panic!("later");
        }
        "sharp" => {
            let _sharp = Sharp(Token::new());
            pending::<()>().await;
        }
        "sharp when ready" => {
            let _sharp = Sharp(Token::new());
            yield_now().await;
        }
        _ => pending::<()>().await,
    }
    Ok(())
}

#[plugin(id = "a-holder")]
impl Holder {
    #[hook("message.received", timeout = "1s")]
    async fn observe(&self, message: &MessageReceived) -> Result<()> {
        held(&message.text).await
    }

    #[hook("tool.before", timeout = "1s")]
    async fn edit(&self, call: &mut ToolCall) -> Result<()> {
        call.id.push_str("touched");
        held(&call.tool).await
    }

    #[hook("tool.gate", timeout = "1s")]
    async fn gate(&self, call: &ToolCall) -> Result<Verdict> {
        held(&call.tool).await.map(|()| Verdict::Allow)
    }

    #[hook("request.intercept", timeout = "1s")]
    async fn answer(&self, request: &Request) -> Result<Option<Reply>> {
        held(&request.message).await.map(|()| None)
    }

    #[hook("attachment.describe", timeout = "1s")]
    async fn collect(&self, attachments: &Attachments) -> Result<Vec<String>> {
        held(&attachments.files[0].name).await.map(|()| vec!["item".into()])
    }

    #[hook("tool.wrap", timeout = "1s")]
    async fn wrap(&self, call: ToolCall, next: Next<'_, ToolWrap>) -> Result<ToolReport> {
        let _token = Token::new();
        let report = next.run(call.clone()).await;
        held(&call.tool).await?;
        report
    }
}

/// Comes after `a-holder`, with a future that needs the heap.
#[derive(Default)]
struct Bystander;

#[plugin(id = "bystander")]
impl Bystander {
    #[hook("message.received")]
    async fn observe(&self, _: &MessageReceived) {
        let _token = Token::new();
        let large = black_box([1u8; 2000]);
        yield_now().await;
        black_box(large);
    }

    #[hook("tool.wrap")]
    async fn wrap(&self, call: ToolCall, next: Next<'_, ToolWrap>) -> Result<ToolReport> {
        let _token = Token::new();
        yield_now().await;
        next.run(call).await
    }
}

const WAYS: [&str; 8] =
    ["ready", "polls", "error", "panic", "late panic", "hang", "sharp", "sharp when ready"];

/// How many tokens the hook makes.
fn made(way: &str) -> usize {
    match way {
        "polls" => 6,
        "late panic" | "sharp" | "sharp when ready" => 2,
        _ => 1,
    }
}

fn run(call: ToolCall) -> BoxFuture<'static, Result<ToolReport>> {
    Box::pin(async {
        let _token = Token::new();
        yield_now().await;
        Ok(ToolReport::new(call, "ran"))
    })
}

/// Fires every point, one after the other; returns how many tokens that makes if each hook runs.
async fn fire_all(wiring: &Wiring, cx: &Cx, way: &str) -> usize {
    let _ = wiring.fire::<MessageReceived>(&message(way), cx).await;
    let _ = wiring.fire::<ToolBefore>(&mut ToolCall::new(way, json!({})), cx).await;
    let _ = wiring.fire::<ToolGate>(&ToolCall::new(way, json!({})), cx).await;
    let _ = wiring.fire::<RequestIntercept>(&Request::new(way), cx).await;
    let _ = wiring.fire::<AttachmentDescribe>(&attachments(way), cx).await;
    let _ = wiring.wrap::<ToolWrap>(ToolCall::new(way, json!({})), cx, &run).await;
    // The bystander's observer, then the two around the operation, and the operation.
    6 * made(way) + 1 + 3
}

fn attachments(way: &str) -> Attachments {
    Attachments::new([hookwire::points::Attachment::new(way, "", "")])
}

#[tokio::test(start_paused = true)]
async fn whatever_way_a_hook_ends_what_it_holds_is_dropped_once() {
    let mut expected = 0;
    for way in WAYS {
        let (plugins, wiring, cx) = live(&[Holder::MANIFEST, Bystander::MANIFEST]).await;
        expected += fire_all(&wiring, &cx, way).await;
        all_gone(expected);
        plugins.flush_faults().await;
    }
}

#[tokio::test(start_paused = true)]
async fn the_same_if_it_fails_open_and_under_a_trace() {
    let mut settings = Settings::default();
    let open = HookPolicyOverride { on_failure: Some(FailurePolicy::Open), ..HookPolicyOverride::NONE };
    for point in Holder::MANIFEST.hooks.iter().map(|hook| hook.point.name) {
        settings.hooks.insert(("a-holder".into(), point.into()), open);
    }
    let mut expected = 0;
    for way in WAYS {
        let (plugins, wiring, _) = start(&[Holder::MANIFEST, Bystander::MANIFEST], settings.clone()).await;
        let cx = plugins.cx(Identity::default(), Cancel::default(), Some(Trace::default()));
        expected += fire_all(&wiring, &cx, way).await;
        all_gone(expected);
    }
}

/// A future that still holds its token when it is ready or has panicked, as none that is made by `async` does.
struct ByHand {
    polls: u32,
    panics: bool,
    fails: bool,
    sharp: bool,
    token: Token,
}

/// An error that holds a token.
#[derive(Debug)]
struct Holding(#[allow(dead_code, reason = "only its drop matters")] Token);

impl fmt::Display for Holding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("holding")
    }
}

impl std::error::Error for Holding {}

impl Future for ByHand {
    type Output = Result<()>;

    fn poll(mut self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<Result<()>> {
        assert_eq!(*self.token.0, 0x70c3, "polled after it was dropped");
        task.waker().wake_by_ref();
        match self.polls {
            0 if self.panics => panic!("by hand"),
            0 if self.fails => Poll::Ready(Err(Holding(Token::new()).into())),
            0 => Poll::Ready(Ok(())),
            polls => {
                self.polls = polls - 1;
                Poll::Pending
            }
        }
    }
}

impl Drop for ByHand {
    fn drop(&mut self) {
        assert!(!self.sharp, "sharp by hand");
    }
}

fn by_hand<'a>(_: &'a Holder, _: &'a Cx, message: &'a MessageReceived) -> ByHand {
    ByHand {
        polls: message.text.matches('.').count().try_into().unwrap(),
        panics: message.text.contains("panic"),
        fails: message.text.contains("error"),
        sharp: message.text.contains("sharp"),
        token: Token::new(),
    }
}

fn as_it_is(result: Result<()>) -> Result<()> {
    result
}

/// `a-holder` with hooks that the macro would not write.
static HAND_MADE: Manifest = Manifest {
    id: "hand-made",
    hooks: &[HookDecl {
        point: MessageReceived::INFO,
        method: "by_hand",
        line: line!(),
        priority: 0,
        before: &[],
        after: &[],
        policy: HookPolicyOverride::NONE,
        handler: &const { Handler::<MessageReceived>::deferred::<Holder, _, _, _>(by_hand, as_it_is) },
    }],
    ..*Holder::MANIFEST
};

#[tokio::test]
async fn a_future_that_holds_something_to_its_end_is_dropped_once_too() {
    let mut made = 0;
    for way in [
        "",
        ".",
        "...",
        "panic",
        ".panic",
        "...panic",
        "sharp",
        ".sharp",
        "...sharp",
        "error",
        "..error",
        "sharp error",
        "..sharp error",
    ] {
        let (plugins, wiring, cx) = live(&[&HAND_MADE, Bystander::MANIFEST]).await;
        wiring.fire::<MessageReceived>(&message(way), &cx).await.unwrap();
        made += if way.contains("error") { 3 } else { 2 };
        all_gone(made);
        let faults = plugins.flush_faults().await.len();
        assert_eq!(faults, usize::from(way.contains(char::is_alphabetic)), "{way}");
        for polls in 0..6 {
            let message = message(way);
            let mut pass = Box::pin(wiring.fire::<MessageReceived>(&message, &cx));
            for _ in 0..polls {
                if pass.as_mut().now_or_never().is_some() {
                    break;
                }
            }
            drop(pass);
            assert_eq!(LIVE.get(), 0, "{way}, {polls} polls");
        }
        made = MADE.get();
    }
}

#[tokio::test(start_paused = true)]
async fn a_pass_that_is_dropped_at_any_point_drops_what_its_hook_holds_once() {
    let (_plugins, wiring, cx) = live(&[Holder::MANIFEST, Bystander::MANIFEST]).await;
    for way in ["polls", "late panic", "hang", "sharp"] {
        for polls in 0..8 {
            let mut pass = Box::pin(fire_all(&wiring, &cx, way));
            for _ in 0..polls {
                if pass.as_mut().now_or_never().is_some() {
                    break;
                }
            }
            drop(pass);
            assert_eq!(LIVE.get(), 0, "{way}, {polls} polls");
        }
    }
    assert!(MADE.get() > 0);
}

#[tokio::test(start_paused = true)]
async fn a_pass_that_is_dropped_between_two_hooks_has_nothing_left_to_drop() {
    let (_plugins, wiring, cx) = live(&[Holder::MANIFEST, Bystander::MANIFEST]).await;
    let message = message("ready");
    let mut pass = Box::pin(wiring.fire::<MessageReceived>(&message, &cx));
    // The first hook is done, the second waits.
    assert!(pass.as_mut().now_or_never().is_none());
    assert_eq!((LIVE.get(), MADE.get()), (1, 2));
    pass.as_mut().await.unwrap();
    all_gone(2);
    drop(pass);
    all_gone(2);
}

#[tokio::test]
async fn the_event_of_a_wrap_is_dropped_once_whether_it_is_begun_or_not() {
    let (_plugins, wiring, cx) = live(&[Holder::MANIFEST]).await;
    let call = || ToolCall::new("ready", json!({ "text": "x".repeat(500) }));
    drop(wiring.wrap::<ToolWrap>(call(), &cx, &run));
    drop(Box::pin(wiring.wrap::<ToolWrap>(call(), &cx, &run)));
    assert!(Box::pin(wiring.wrap::<ToolWrap>(call(), &cx, &run)).as_mut().now_or_never().is_none());
    all_gone(2);
}

// ===== Borrows =====

/// Hooks whose futures borrow from themselves over many polls.
#[derive(Default)]
struct Borrower {
    texts: Vec<String>,
}

#[plugin(id = "borrower")]
impl Borrower {
    #[init]
    fn new() -> Self {
        Self { texts: vec!["one".into(), "two".into()] }
    }

    #[hook("tool.before")]
    async fn edit(&self, call: &mut ToolCall, cx: &Cx) {
        let mut own = [call.tool.clone(), cx.plugin().to_owned()];
        let [first, second] = &mut own;
        let all: Vec<&mut String> = vec![first, second];
        for (index, text) in all.into_iter().enumerate() {
            yield_now().await;
            text.push_str(&self.texts[index]);
            yield_now().await;
        }
        let borrowed = &mut call.id;
        for text in &own {
            yield_now().await;
            borrowed.push_str(text);
        }
    }

    #[hook("tool.before")]
    async fn again(&self, call: &mut ToolCall, cx: &Cx) {
        let copy = call.id.clone();
        let view: &str = &copy[1..];
        yield_now().await;
        call.id = format!("{view} {}", cx.plugin());
    }

    #[hook("request.intercept")]
    async fn answer(&self, request: &Request, cx: &Cx) -> Option<Reply> {
        let words: Vec<&str> = request.message.split(' ').collect();
        let longest = words.iter().max_by_key(|word| word.len());
        yield_now().await;
        let kept = cx.clone();
        yield_now().await;
        longest.map(|word| format!("{word} {}", kept.plugin()).into())
    }
}

#[tokio::test]
async fn futures_that_borrow_from_themselves_stay_where_they_are() {
    let (_plugins, wiring, cx) = live(&[Borrower::MANIFEST]).await;
    let mut call = ToolCall::new("run", json!({}));
    let mut moved = Box::pin(wiring.fire::<ToolBefore>(&mut call, &cx));
    // The pointer moves; what it points to does not.
    while moved.as_mut().now_or_never().is_none() {
        moved = *black_box(Box::new(moved));
    }
    drop(moved);
    assert_eq!(call.id, "unoneborrowertwo borrower");
    let answered = wiring.fire::<RequestIntercept>(&Request::new("a longer word"), &cx).await.unwrap();
    assert_eq!(answered.unwrap().answer.text, "longer borrower");
    assert_eq!(cx.plugin(), "host");
}

// ===== Threads =====

static CROSSED: AtomicIsize = AtomicIsize::new(0);

/// Counts how many of its futures live, over threads.
#[derive(Default)]
struct Crosser;

struct Crossing;

impl Drop for Crossing {
    fn drop(&mut self) {
        CROSSED.fetch_sub(1, Ordering::SeqCst);
    }
}

#[plugin(id = "crosser")]
impl Crosser {
    #[hook("turn.persisted")]
    async fn cross(&self, turn: &TurnPersisted) {
        CROSSED.fetch_add(1, Ordering::SeqCst);
        let _crossing = Crossing;
        let large = black_box([turn.turn; 200]);
        for _ in 0..3 {
            yield_now().await;
        }
        assert!(large.iter().all(|turn| *turn == large[0]));
    }
}

#[test]
fn a_pass_may_move_to_another_thread_before_and_between_its_polls() {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let (plugins, wiring, cx) = runtime.block_on(live(&[Crosser::MANIFEST]));
    let turn = TurnPersisted::new(7u64);
    let mut pass = Box::pin(wiring.fire::<TurnPersisted>(&turn, &cx));
    let mut polls = 0;
    let done = loop {
        polls += 1;
        let (back, done) = thread::scope(|scope| {
            let poll = move || {
                let done = pass.as_mut().now_or_never();
                (pass, done)
            };
            scope.spawn(poll).join().unwrap()
        });
        pass = back;
        if let Some(done) = done {
            break done;
        }
        assert_eq!(CROSSED.load(Ordering::SeqCst), 1);
    };
    done.unwrap();
    assert_eq!((polls, CROSSED.load(Ordering::SeqCst)), (4, 0));
    drop(pass);

    // And to be dropped there, half way.
    let mut pass = Box::pin(wiring.fire::<TurnPersisted>(&turn, &cx));
    assert!(pass.as_mut().now_or_never().is_none());
    thread::scope(|scope| scope.spawn(move || drop(pass)).join().unwrap());
    assert_eq!(CROSSED.load(Ordering::SeqCst), 0);
    drop((plugins, runtime));
}

#[test]
fn requests_of_many_threads_share_the_chains() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        let (plugins, ..) = live(&[Sizes::MANIFEST, Borrower::MANIFEST]).await;
        let requests = (0..8).map(|number: usize| {
            let plugins = plugins.clone();
            tokio::spawn(async move {
                let cx = plugins.cx(Identity::default(), Cancel::default(), None);
                let mut call = ToolCall::new(number.to_string(), json!({}));
                cx.fire::<ToolBefore>(&mut call).await.unwrap();
                cx.fire::<MessageReceived>(&message("3")).await.unwrap();
                assert_eq!(call.id, "oneborrowertwo borrower");
            })
        });
        for request in join_all(requests).await {
            request.unwrap();
        }
        let cx = plugins.cx(Identity::default(), Cancel::default(), None);
        assert_eq!(sum(&plugins.wiring("", Role::Agent), &cx).await, 8 * (1 + 7 + 400 + 513 + 20_000));
    });
    runtime.shutdown_timeout(Duration::from_secs(1));
}

#[tokio::test]
async fn a_pass_outlives_the_plugins_it_was_made_of() {
    let (plugins, wiring, cx) = live(&[Holder::MANIFEST, Bystander::MANIFEST]).await;
    let message = message("polls");
    let mut pass = Box::pin(wiring.fire::<MessageReceived>(&message, &cx));
    assert!(pass.as_mut().now_or_never().is_none());
    plugins.stop().await;
    drop(plugins);
    pass.await.unwrap();
    all_gone(7);
}
