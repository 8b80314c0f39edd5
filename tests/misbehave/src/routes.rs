use crate::acts::{Around, act};
use crate::places::Place;
use crate::trigger::named;
use hookwire::Cx;
use hookwire::routes::Router;
use hookwire::routes::axum::extract::{Path, State};
use hookwire::routes::axum::http::StatusCode;
use hookwire::routes::axum::routing::get;
use std::sync::Arc;

/// Returns the routes: `/<how>` misbehaves.
pub(crate) fn router(around: &Arc<Around>) -> Router {
    Router::new().route("/{how}", get(misbehave)).with_state(Arc::clone(around))
}

async fn misbehave(
    State(around): State<Arc<Around>>,
    Path(how): Path<String>,
    cx: Cx,
) -> Result<String, (StatusCode, String)> {
    let done = async { act(named(&how, Place::Route)?, &around, &cx).await };
    let answer = done.await.map_err(|error| (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()))?;
    Ok(answer.text())
}
