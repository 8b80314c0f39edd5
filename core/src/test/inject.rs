use crate::chain::Handler;
use crate::cx::Cx;
use crate::error::{Error, Result};
use crate::live::Replacement;
use crate::plugin::Held;
use crate::point::{HookPoint, Input, Output};
use std::any::Any;
use std::future::pending;
use std::panic::panic_any;
use std::thread;
use std::time::Duration;

/// A way for a hook to fail, in the place of what it does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Inject {
    /// Returns an error.
    Error,
    /// Panics.
    Panic,
    /// Panics with a payload whose drop panics.
    PanicTwice,
    /// Waits once and then panics.
    PanicLater,
    /// Panics when its future is dropped, while it waits for ever.
    PanicInDrop,
    /// Waits for ever.
    Hang,
    /// Never waits for anything, only to be asked again.
    Spin,
    /// Keeps the thread for a while and then returns an error.
    Block(Duration),
}

impl Inject {
    /// Makes what stands in for a hook at `P`.
    pub(super) fn at<P: HookPoint>(self) -> Replacement {
        let handler: &'static (dyn Any + Send + Sync) = if P::INFO.sync {
            &const { Handler::<P>::immediate::<Inject, _>(now::<P>) }
        } else {
            &const { Handler::<P>::deferred::<Inject, _, _, _>(later::<P>, keep::<P>) }
        };
        (handler, Held::instance(self))
    }

    fn strike(self) {
        match self {
            Self::Panic | Self::PanicLater => panic!("injected"),
            Self::PanicTwice => panic_any(Bomb),
            Self::Block(time) => thread::sleep(time),
            _ => {}
        }
    }
}

struct Bomb;

impl Drop for Bomb {
    fn drop(&mut self) {
        panic!("injected, in drop");
    }
}

fn now<P: HookPoint>(this: &Inject, _: &Cx, _: Input<'_, P>) -> Result<Output<P>> {
    this.strike();
    Err(Error::msg("injected"))
}

fn later<'a, P: HookPoint>(
    this: &'a Inject,
    _: &'a Cx,
    _: Input<'a, P>,
) -> impl Future<Output = Result<Output<P>>> + Send + use<'a, P> {
    let inject = *this;
    async move {
        let _bomb = (inject == Inject::PanicInDrop).then(|| Bomb);
        match inject {
            Inject::Hang | Inject::PanicInDrop => pending::<()>().await,
            Inject::PanicLater => tokio::task::yield_now().await,
            Inject::Spin => loop {
                tokio::task::yield_now().await;
            },
            _ => {}
        }
        inject.strike();
        Err(Error::msg("injected"))
    }
}

fn keep<P: HookPoint>(result: Result<Output<P>>) -> Result<Output<P>> {
    result
}
