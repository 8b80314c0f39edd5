use super::body::{CancelGuard, end_with_host};
use super::refusal::{no_answer, no_routes};
use super::{headers, request};
use crate::api_error::ApiError;
use crate::body::bytes;
use crate::guard::Caller;
use crate::limits::RequestPermit;
use crate::mount::MountPath;
use crate::state::AppState;
use axum::extract::{Request, State};
use axum::http::{Method, header};
use axum::response::{IntoResponse, Redirect, Response};
use hookwire::plugin::RoutesDecl;
use hookwire::routes::{BasePath, PluginPath};
use std::sync::Arc;

/// Answers a request with the routes of the plugin that its path names.
pub(crate) async fn answer_route(
    State(state): State<Arc<AppState>>,
    MountPath(mount): MountPath,
    request: Request,
) -> Result<Response, ApiError> {
    let path = request.uri().path().to_owned();
    let Some(found) = PluginPath::parse(&path) else { return Err(no_routes(&state, "")) };
    // One wiring for the whole request: it ends with the instance that it began with.
    let wiring = state.engine().plugins().wiring_of_all();
    if !wiring.contributions::<RoutesDecl>().any(|(decl, _)| decl.name == found.plugin) {
        return Err(no_routes(&state, found.plugin));
    }
    if found.has_dots() {
        let message = "a path has no `.` and `..`; write the one that is meant";
        return Err(ApiError::bad_request("invalid_path", message));
    }
    let base = BasePath::new(&mount, found.plugin);
    if found.inside.is_empty() {
        return Ok(to_first_page(&base, request.uri().query()));
    }
    // Nobody who is known has sent a request to a public path without a token.
    let sender = request.extensions().get::<Caller>().map(|caller| caller.owner().clone());
    let (method, permit) = (request.method().clone(), RequestPermit::of(&request));
    let (head, body) = request.into_parts();
    let body = bytes(Request::from_parts(head.clone(), body), &()).await?;
    permit.map_or(Ok(()), |permit| permit.acquire())?;
    let cancel = CancelGuard::default();
    let cx = state.engine().route_cx(sender.as_ref(), &mount, cancel.cancel());
    let request = request::for_plugin(head, &found, body);
    let answered = state.until_closing(wiring.answer_route(found.plugin, request, base, &cx)).await?;
    let mut answer = match answered {
        Some(Ok(answer)) => answer,
        Some(Err(error)) => return Err(no_answer(&error)),
        None => return Err(no_routes(&state, found.plugin)),
    };
    headers::make_own(&mut answer, method == Method::HEAD);
    Ok(answer.map(|body| end_with_host(&state, body, cancel)))
}

/// Leads to the first page of a plugin, so that relative links of it are inside the plugin.
fn to_first_page(base: &BasePath, query: Option<&str>) -> Response {
    let query = query.map(|query| format!("?{query}")).unwrap_or_default();
    let mut response = Redirect::permanent(&format!("{}{query}", base.link("/"))).into_response();
    response.headers_mut().remove(header::CONTENT_LENGTH);
    response
}
