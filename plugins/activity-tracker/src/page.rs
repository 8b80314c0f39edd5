use crate::tracked::Tracked;
use hookwire::Cx;
use hookwire::plugin::Card;
use hookwire::routes::Router;
use hookwire::routes::axum::extract::State;
use hookwire::routes::axum::http::StatusCode;
use hookwire::routes::axum::response::Html;
use hookwire::routes::axum::routing::get;
use std::sync::Arc;

/// How many activities the page shows.
const SHOWN: usize = 100;

/// Returns the routes of the page: its handler shares what is tracked with the hooks.
pub(crate) fn router(tracked: &Arc<Tracked>) -> Router {
    Router::new().route("/", get(page)).with_state(Arc::clone(tracked))
}

async fn page(State(tracked): State<Arc<Tracked>>, cx: Cx) -> Result<Html<String>, StatusCode> {
    match cx.render("activity.html", &tracked.report(SHOWN, &cx)).await {
        Ok(page) => Ok(Html(page)),
        // What is wrong with a template is for the operator, not for whoever reads the page.
        Err(error) => {
            cx.error(format!("the page cannot be shown: {error}"));
            Err(StatusCode::INTERNAL_SERVER_ERROR)
        }
    }
}

/// Returns the card: the numbers of the page, and the latest activity.
pub(crate) fn card(tracked: &Tracked, cx: &Cx) -> Card {
    let report = tracked.report(1, cx);
    let latest =
        report.latest.first().map_or_else(|| "nothing".into(), |line| format!("{}, {}", line.what, line.age));
    Card::fields([
        ("working on", report.working.to_string()),
        ("turns", report.turns.to_string()),
        ("tool calls", report.tools.to_string()),
        ("latest", latest),
    ])
}
