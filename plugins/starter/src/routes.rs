use crate::glossary::Glossary;
use hookwire::routes::Router;
// axum as the host has it: a plugin names no version of its own.
use hookwire::routes::axum::extract::{Path, State};
use hookwire::routes::axum::http::StatusCode;
use hookwire::routes::axum::routing::get;
use std::sync::Arc;

/// Returns the routes. The host answers them under `/plugins/starter/`, to callers with a token.
pub(crate) fn router(glossary: &Arc<Glossary>) -> Router {
    // A router outlives the method that makes it: what the handlers need goes along, in an `Arc`.
    Router::new().route("/", get(all)).route("/{term}", get(one)).with_state(Arc::clone(glossary))
}

/// Answers with all terms, a line each.
async fn all(State(glossary): State<Arc<Glossary>>) -> String {
    glossary.all_lines().join("\n")
}

/// Answers with the meaning of one term.
async fn one(
    State(glossary): State<Arc<Glossary>>,
    Path(term): Path<String>,
) -> Result<String, (StatusCode, String)> {
    let found = glossary.meaning(&term).map(str::to_owned);
    found.map_err(|unknown| (StatusCode::NOT_FOUND, unknown.to_string()))
}
