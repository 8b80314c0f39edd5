use super::guard::{Guard, Stopped, drop_watched, watched_reporting};
use super::wiring::Wiring;
use crate::cx::Cx;
use crate::error::Error;
use crate::fault::FaultKind;
use crate::plugin::{Instance, RoutesDecl};
#[cfg(feature = "remote")]
use crate::remote::RemotePlugin;
use crate::routes::{BasePath, Router};
use crate::watchdog;
use axum::body::{Body, BodyDataStream, Bytes, HttpBody};
use axum::extract::Request;
use axum::http::StatusCode;
use axum::response::Response;
use futures_util::{Stream, StreamExt};
use std::mem;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;
use tower_service::Service;

/// The reason why the routes of a plugin gave no answer.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum RouteError {
    /// The plugin panicked: in a handler, or while it made its router.
    #[error("the routes of `{plugin}` panicked: {message}")]
    Panicked {
        /// The plugin's id.
        plugin: &'static str,
        /// The text of the panic.
        message: String,
    },
    /// No answer began in time.
    #[error(
        "the routes of `{plugin}` took longer than {after:?}; say `#[routes(timeout = \"..\")]` for more"
    )]
    TimedOut {
        /// The plugin's id.
        plugin: &'static str,
        /// How long an answer may take to begin.
        after: Duration,
    },
    /// The answer took more of a processor than a call of the plugin may.
    #[error(
        "the routes of `{plugin}` used a processor for more than {limit:?}; `limits.cpu_per_call` of the plugin says how long \
         they may"
    )]
    OverBudget {
        /// The plugin's id.
        plugin: &'static str,
        /// How long a call may use a processor.
        limit: Duration,
    },
    /// The plugin is not called any more, as it has kept a thread of the runtime.
    #[error(
        "the routes of `{plugin}` are off, as it has kept a thread past its time-out; the operator can switch it on again"
    )]
    Off {
        /// The plugin's id.
        plugin: &'static str,
    },
    /// The plugin returned an error instead of a router.
    #[error("the routes of `{plugin}` could not be made: {why}")]
    NotMade {
        /// The plugin's id.
        plugin: &'static str,
        /// The plugin's error.
        why: Error,
    },
    /// The process of the plugin gave no answer.
    #[error("the routes of `{plugin}` gave no answer: {why}")]
    Lost {
        /// The plugin's id.
        plugin: &'static str,
        /// What became of the process.
        why: Error,
    },
}

impl RouteError {
    /// Returns the status of the answer that a host gives instead.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::TimedOut { .. } => StatusCode::GATEWAY_TIMEOUT,
            Self::Lost { .. } | Self::Off { .. } => StatusCode::SERVICE_UNAVAILABLE,
            Self::Panicked { .. } | Self::OverBudget { .. } | Self::NotMade { .. } => {
                StatusCode::INTERNAL_SERVER_ERROR
            }
        }
    }
}

impl Wiring {
    /// Answers a request with the routes of a plugin, or returns `None` if it brings none.
    ///
    /// The path of the request is the one inside the plugin. Handlers are given `cx` for the plugin, and the base path. Panics
    /// and time-outs are faults of the plugin; the body of the answer is guarded as well, and keeps the instance until it ends.
    pub async fn answer_route(
        &self,
        plugin: &str,
        mut request: Request,
        base: BasePath,
        cx: &Cx,
    ) -> Option<Result<Response, RouteError>> {
        let (decl, owner, instance, guard) = self.contributed().routes(plugin)?;
        request.extensions_mut().insert(cx.for_plugin(&owner.permissions));
        request.extensions_mut().insert(base);
        #[cfg(feature = "remote")]
        if let Some(remote) = RemotePlugin::find(&*instance) {
            let cx = cx.for_plugin(&owner.permissions);
            return Some(ask_remote(remote, decl, request, &guard, &cx).await);
        }
        let answered = answer(decl, &instance, request, &guard, owner.id).await;
        let serial = guard.serial();
        Some(answered.map(|answer| answer.map(|body| watched_body(body, serial, instance))))
    }
}

/// Has the routes of a plugin in another process answer.
#[cfg(feature = "remote")]
async fn ask_remote(
    remote: &RemotePlugin,
    decl: &'static RoutesDecl,
    request: Request,
    guard: &Guard,
    cx: &Cx,
) -> Result<Response, RouteError> {
    let plugin = decl.name;
    match guard.run(remote.answer(decl, request, cx)).await {
        Ok(Ok(response)) => Ok(response),
        Ok(Err(error)) => {
            watchdog::report(guard.serial(), error.fault_kind(), error.to_string());
            Err(RouteError::Lost { plugin, why: error.into() })
        }
        Err(stopped) => Err(fault(stopped, guard, plugin)),
    }
}

/// Runs the handlers until the answer begins; the router is made first if this is the first request.
async fn answer(
    decl: &'static RoutesDecl,
    instance: &Instance,
    request: Request,
    guard: &Guard,
    plugin: &'static str,
) -> Result<Response, RouteError> {
    let instance = Arc::clone(instance);
    let answered = guard.run_apart(async move {
        let made = (decl.router)(&*instance).map(|made| made.downcast_ref::<Router>().cloned())?;
        let mut router = made.expect("`#[routes]` makes a router of this axum");
        let Ok(mut answer) = router.call(request).await;
        // What it has put there for its own layers is dropped here, under the guard.
        answer.extensions_mut().clear();
        Ok::<_, Error>(answer)
    });
    match answered.await {
        Ok(Ok(answer)) => Ok(answer),
        Ok(Err(why)) => {
            watchdog::report(guard.serial(), FaultKind::Error, why.to_string());
            Err(RouteError::NotMade { plugin, why })
        }
        Err(stopped) => Err(fault(stopped, guard, plugin)),
    }
}

/// Reports that a plugin gave no answer.
fn fault(stopped: Stopped, guard: &Guard, plugin: &'static str) -> RouteError {
    let kind = stopped.kind();
    let error = match stopped {
        Stopped::Panic(message) => RouteError::Panicked { plugin, message },
        Stopped::Timeout(after) | Stopped::Blocked(after) => RouteError::TimedOut { plugin, after },
        Stopped::Tripped => RouteError::Off { plugin },
        Stopped::Budget(limit) => return RouteError::OverBudget { plugin, limit },
    };
    watchdog::report(guard.serial(), kind, error.to_string());
    error
}

fn watched_body(body: Body, serial: u32, instance: Instance) -> Body {
    if body.is_end_stream() {
        return body;
    }
    Body::from_stream(WatchedBody { body: body.into_data_stream(), serial, _instance: instance })
}

/// The error of a body that a plugin panicked in.
#[derive(Debug, thiserror::Error)]
#[error("the plugin panicked: {0}")]
struct BodyPanicked(String);

/// The body of an answer: each piece is code of the plugin.
struct WatchedBody {
    body: BodyDataStream,
    serial: u32,
    /// Not stopped before the end.
    _instance: Instance,
}

impl Stream for WatchedBody {
    type Item = Result<Bytes, axum::Error>;

    fn poll_next(mut self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let serial = self.serial;
        let polled = watched_reporting(serial, || self.body.poll_next_unpin(task));
        polled.unwrap_or_else(|why| {
            // What has panicked is not polled again; its drop is the plugin's code, too.
            let broken = mem::replace(&mut self.body, Body::empty().into_data_stream());
            drop_watched(serial, broken);
            Poll::Ready(Some(Err(axum::Error::new(BodyPanicked(why)))))
        })
    }
}

impl Drop for WatchedBody {
    fn drop(&mut self) {
        let body = mem::replace(&mut self.body, Body::empty().into_data_stream());
        drop_watched(self.serial, body);
    }
}
