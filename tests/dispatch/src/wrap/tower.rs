//! tower: each hook a service around the next. They pass the inner future on as it is, tower's cheapest form.

use super::operate;
use crate::body::{self, Look};
use crate::contest::{Body, Case};
use crate::measure::{Chain, Timed};
use hookwire::points::{ToolCall, ToolReport};
use std::convert::Infallible;
use std::future::{Ready, ready};
use std::hint::black_box;
use std::mem;
use std::sync::Arc;
use std::task::{Context, Poll};
use tower::util::BoxCloneService;
use tower::{Service, ServiceExt};

/// The innermost service.
#[derive(Clone)]
struct Tool;

impl Service<ToolCall> for Tool {
    type Response = ToolReport;
    type Error = Infallible;
    type Future = Ready<Result<ToolReport, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, call: ToolCall) -> Self::Future {
        ready(Ok(operate(call)))
    }
}

const IDLE: u8 = 0;
const SMALL: u8 = 1;
const BARE: u8 = 2;

/// One hook.
#[derive(Clone)]
struct Hook<S, const DOES: u8> {
    look: Arc<Look>,
    inner: S,
}

impl<S: Service<ToolCall>, const DOES: u8> Service<ToolCall> for Hook<S, DOES> {
    type Response = S::Response;
    type Error = S::Error;
    type Future = S::Future;

    fn poll_ready(&mut self, task: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(task)
    }

    fn call(&mut self, mut call: ToolCall) -> S::Future {
        match DOES {
            SMALL => self.look.small(&mut call),
            BARE => self.look.bare(&mut call),
            _ => {}
        }
        self.inner.call(call)
    }
}

/// A nest, with what is needed to count and to call.
pub(crate) struct Nest<S> {
    service: S,
    looks: Vec<Arc<Look>>,
    call: ToolCall,
}

impl<S> Nest<S> {
    fn new(service: S, looks: Vec<Arc<Look>>) -> Self {
        Self { service, looks, call: body::call() }
    }

    fn seen(&self) -> u64 {
        self.looks.iter().map(|look| look.seen()).sum()
    }
}

/// A nest that belongs to the caller.
pub(crate) struct Owned<S>(pub(crate) Nest<S>);

impl<S> Chain for Owned<S>
where
    S: Service<ToolCall, Response = ToolReport, Error = Infallible>,
{
    #[inline]
    async fn call(&mut self) {
        let Nest { service, call, .. } = black_box(&mut self.0);
        let request = black_box(mem::take(call));
        let Ok(service) = service.ready().await;
        let Ok(report) = service.call(request).await;
        *call = black_box(report).call;
    }

    fn seen(&mut self) -> u64 {
        self.0.seen()
    }
}

/// A nest that several requests use at a time, as they use one of our chains: each clones it.
pub(crate) struct Shared(pub(crate) Nest<Boxed>);

impl Chain for Shared {
    #[inline]
    async fn call(&mut self) {
        let Nest { service, call, .. } = black_box(&mut self.0);
        let request = black_box(mem::take(call));
        let Ok(report) = service.clone().oneshot(request).await;
        *call = black_box(report).call;
    }

    fn seen(&mut self) -> u64 {
        self.0.seen()
    }
}

type Boxed = BoxCloneService<ToolCall, ToolReport, Infallible>;

pub(crate) fn boxed(body: Body, case: Case, size: usize) -> Nest<Boxed> {
    let mut inner = BoxCloneService::new(Tool);
    let mut looks = Vec::new();
    for index in (0..size).rev() {
        let look = Arc::<Look>::default();
        looks.push(Arc::clone(&look));
        inner = match (case.interested(index), body) {
            (false, _) => BoxCloneService::new(Hook::<_, IDLE> { look, inner }),
            (true, Body::Small) => BoxCloneService::new(Hook::<_, SMALL> { look, inner }),
            (true, Body::Bare) => BoxCloneService::new(Hook::<_, BARE> { look, inner }),
        };
    }
    Nest::new(inner, looks)
}

pub(crate) fn nested(body: Body, case: Case, size: usize) -> Box<dyn Timed> {
    match (case, body) {
        (Case::Idle, _) => sized::<IDLE, IDLE>(size),
        (Case::One, Body::Small) => sized::<SMALL, IDLE>(size),
        (Case::One, Body::Bare) => sized::<BARE, IDLE>(size),
        (Case::All, Body::Small) => sized::<SMALL, SMALL>(size),
        (Case::All, Body::Bare) => sized::<BARE, BARE>(size),
    }
}

fn sized<const FIRST: u8, const REST: u8>(size: usize) -> Box<dyn Timed> {
    let looks: Vec<_> = (0..size).map(|_| Arc::<Look>::default()).collect();
    let mut rest = looks.clone().into_iter();
    let rest = &mut rest;
    match size {
        0 => chain(Tool, looks),
        1 => chain(hook::<_, FIRST>(Tool, rest), looks),
        4 => chain(hook::<_, FIRST>(three::<_, REST>(Tool, rest), rest), looks),
        8 => chain(hook::<_, FIRST>(seven::<_, REST>(Tool, rest), rest), looks),
        16 => chain(hook::<_, FIRST>(fifteen::<_, REST>(Tool, rest), rest), looks),
        _ => unreachable!("a static nest has its size in its type: {size}"),
    }
}

fn chain<S>(service: S, looks: Vec<Arc<Look>>) -> Box<dyn Timed>
where
    S: Service<ToolCall, Response = ToolReport, Error = Infallible> + 'static,
{
    Box::new(Owned(Nest::new(service, looks)))
}

// ===== Nests by their size =====

type Looks = std::vec::IntoIter<Arc<Look>>;
type Three<S, const D: u8> = Hook<Hook<Hook<S, D>, D>, D>;
type Seven<S, const D: u8> = Three<Hook<Three<S, D>, D>, D>;
type Fifteen<S, const D: u8> = Seven<Hook<Seven<S, D>, D>, D>;

fn hook<S, const D: u8>(inner: S, looks: &mut Looks) -> Hook<S, D> {
    let look = looks.next().expect("as many as there are hooks");
    Hook { look, inner }
}

fn three<S, const D: u8>(inner: S, looks: &mut Looks) -> Three<S, D> {
    hook(hook(hook(inner, looks), looks), looks)
}

fn seven<S, const D: u8>(inner: S, looks: &mut Looks) -> Seven<S, D> {
    three(hook(three(inner, looks), looks), looks)
}

fn fifteen<S, const D: u8>(inner: S, looks: &mut Looks) -> Fifteen<S, D> {
    seven(hook(seven(inner, looks), looks), looks)
}
