use super::plugin_metrics;
use crate::api_error::ApiError;
use crate::state::AppState;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use metrics::{counter, gauge, histogram};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};
use std::sync::{Arc, OnceLock};
use std::time::Instant;

/// The bounds of the buckets of histograms of durations, in seconds.
const BOUNDS: [f64; 12] = [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1.0, 2.5, 5.0, 10.0, 60.0, 600.0];

static RECORDER: OnceLock<Option<PrometheusHandle>> = OnceLock::new();

/// Installs the recorder that counts, once in a process; returns none if the program has a recorder of its own.
pub(crate) fn install_recorder() -> Option<&'static PrometheusHandle> {
    let install = || {
        let suffix = Matcher::Suffix("_seconds".into());
        PrometheusBuilder::new().set_buckets_for_metric(suffix, &BOUNDS).ok()?.install_recorder().ok()
    };
    RECORDER.get_or_init(install).as_ref()
}

/// Returns the metrics of the host, in the text format of Prometheus.
#[utoipa::path(
    get, path = "/metrics", tag = "host",
    responses((status = 200, description = "the metrics", body = String, content_type = "text/plain")),
)]
pub(crate) async fn show_metrics(State(state): State<Arc<AppState>>) -> Result<Response, ApiError> {
    let recorder = install_recorder().ok_or_else(|| {
        let message = "this program counts with a recorder of its own; ask that one";
        ApiError::new(StatusCode::NOT_IMPLEMENTED, "no_metrics", message)
    })?;
    gauge!("hookwire_open_messages").set(state.engine().in_flight());
    recorder.run_upkeep();
    let text = recorder.render() + &plugin_metrics::text(&state.engine().plugins().isolation());
    Ok(([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], text).into_response())
}

/// Counts a request and measures the time until its answer begins.
pub(crate) async fn count_requests(request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>().map_or("none", MatchedPath::as_str).to_owned();
    let method = method_label(request.method());
    let since = Instant::now();
    let response = next.run(request).await;
    let status = response.status().as_u16().to_string();
    histogram!("hookwire_http_seconds", "route" => route.clone()).record(since.elapsed().as_secs_f64());
    counter!("hookwire_http_requests_total", "method" => method, "route" => route, "status" => status)
        .increment(1);
    response
}

/// Returns the label of a method; methods that do not exist share one, so that callers cannot make new time series.
fn method_label(method: &Method) -> &'static str {
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
