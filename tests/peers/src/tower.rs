//! tower: each hook a service around the next, boxed or as one static type.

use std::convert::Infallible;
use std::future::{Ready, ready};
use std::hint::black_box;
use std::task::{Context, Poll};

use ::tower::util::BoxCloneService;
use ::tower::{Service, ServiceExt};

use crate::call::{self, ARGS, TOOL};
use crate::case::Case;
use crate::measure::{Chain, Peer, Timed};

pub const BOXED: Peer = Peer {
    key: "tower_boxed",
    title: "tower 0.5 BoxCloneService nest",
    chain: boxed,
};

pub const NESTED: Peer = Peer {
    key: "tower_static",
    title: "tower 0.5 static nest",
    chain: nested,
};

#[derive(Clone, Copy)]
struct Call {
    name: &'static str,
    args: &'static str,
}

/// The innermost service.
#[derive(Clone)]
struct Done;

impl Service<Call> for Done {
    type Response = Call;
    type Error = Infallible;
    type Future = Ready<Result<Call, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, call: Call) -> Self::Future {
        ready(Ok(call))
    }
}

/// One hook. Passes the inner future on as it is, tower's cheapest form.
#[derive(Clone)]
struct Hook<S, const INTERESTED: bool>(S);

impl<S: Service<Call>, const INTERESTED: bool> Service<Call> for Hook<S, INTERESTED> {
    type Response = S::Response;
    type Error = S::Error;
    type Future = S::Future;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.0.poll_ready(cx)
    }

    fn call(&mut self, call: Call) -> S::Future {
        if INTERESTED {
            call::look(call.name, call.args);
        }
        self.0.call(call)
    }
}

struct Nest<S>(S);

impl<S> Chain for Nest<S>
where
    S: Service<Call, Response = Call, Error = Infallible, Future: Send> + Send,
{
    async fn call(&mut self) {
        let call = black_box(Call {
            name: TOOL,
            args: ARGS,
        });
        let Ok(service) = self.0.ready().await;
        let _ = black_box(service.call(call).await);
    }
}

fn boxed(case: Case, size: usize) -> Box<dyn Timed> {
    let mut service = BoxCloneService::new(Done);
    for index in (0..size).rev() {
        service = if case.interested(index) {
            BoxCloneService::new(Hook::<_, true>(service))
        } else {
            BoxCloneService::new(Hook::<_, false>(service))
        };
    }
    Box::new(Nest(service))
}

fn nested(case: Case, size: usize) -> Box<dyn Timed> {
    match case {
        Case::Idle => sized::<false, false>(size),
        Case::One => sized::<true, false>(size),
        Case::All => sized::<true, true>(size),
    }
}

fn sized<const FIRST: bool, const REST: bool>(size: usize) -> Box<dyn Timed> {
    match size {
        0 => Box::new(Nest(Done)),
        1 => Box::new(Nest(Hook::<_, FIRST>(Done))),
        4 => Box::new(Nest(Hook::<_, FIRST>(three::<_, REST>(Done)))),
        8 => Box::new(Nest(Hook::<_, FIRST>(seven::<_, REST>(Done)))),
        16 => Box::new(Nest(Hook::<_, FIRST>(fifteen::<_, REST>(Done)))),
        _ => unreachable!("a static nest has its size in its type: {size}"),
    }
}

type Three<S, const I: bool> = Hook<Hook<Hook<S, I>, I>, I>;
type Seven<S, const I: bool> = Three<Hook<Three<S, I>, I>, I>;
type Fifteen<S, const I: bool> = Seven<Hook<Seven<S, I>, I>, I>;

fn three<S, const I: bool>(service: S) -> Three<S, I> {
    Hook(Hook(Hook(service)))
}

fn seven<S, const I: bool>(service: S) -> Seven<S, I> {
    three(Hook(three(service)))
}

fn fifteen<S, const I: bool>(service: S) -> Fifteen<S, I> {
    seven(Hook(seven(service)))
}
