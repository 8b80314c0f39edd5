use super::super::door::Door;
use super::super::problem::Problem;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use metrics::{counter, gauge, histogram};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use std::sync::{Arc, OnceLock};
use std::time::Instant;

/// The bounds of the histograms of durations, in seconds.
const BOUNDS: [f64; 12] = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1.0, 2.5, 5.0, 10.0, 60.0, 600.0];

static RECORDER: OnceLock<Option<PrometheusHandle>> = OnceLock::new();

/// Begins to count, once in a process; a recorder that somebody else has set stays.
pub(crate) fn record() -> Option<&'static PrometheusHandle> {
    let install = || {
        let suffix = Matcher::Suffix("_seconds".into());
        PrometheusBuilder::new().set_buckets_for_metric(suffix, &BOUNDS).ok()?.install_recorder().ok()
    };
    RECORDER.get_or_init(install).as_ref()
}

/// Returns what was counted, as Prometheus reads it.
#[utoipa::path(
    get, path = "/metrics", tag = "host",
    responses((status = 200, description = "the text format of Prometheus", body = String, content_type = "text/plain")),
)]
pub(in crate::http) async fn metrics(State(door): State<Arc<Door>>) -> Result<Response, Problem> {
    let recorder = record().ok_or_else(|| {
        let message = "this program counts with a recorder of its own; ask that one";
        Problem::new(StatusCode::NOT_IMPLEMENTED, "no_metrics", message)
    })?;
    gauge!("hookwire_open_messages").set(door.agent.in_flight());
    recorder.run_upkeep();
    Ok(([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], recorder.render()).into_response())
}

/// Counts requests.
pub(in crate::http) async fn count(request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>().map_or("none", MatchedPath::as_str).to_owned();
    let method = known(request.method());
    let since = Instant::now();
    let response = next.run(request).await;
    let status = response.status().as_u16().to_string();
    histogram!("hookwire_http_seconds", "route" => route.clone()).record(since.elapsed().as_secs_f64());
    counter!("hookwire_http_requests_total", "method" => method, "route" => route, "status" => status)
        .increment(1);
    response
}

/// Returns a method's name; whoever makes methods up makes no new rows of numbers.
fn known(method: &Method) -> &'static str {
    match *method {
        Method::GET => "GET",
        Method::HEAD => "HEAD",
        Method::POST => "POST",
        Method::PUT => "PUT",
        Method::PATCH => "PATCH",
        Method::DELETE => "DELETE",
        Method::OPTIONS => "OPTIONS",
        _ => "other",
    }
}
