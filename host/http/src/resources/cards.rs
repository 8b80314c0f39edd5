use crate::api_error::ApiError;
use crate::body::Query;
use crate::guard::Caller;
use crate::mount::MountPath;
use crate::state::AppState;
use crate::wire::Cards;
use axum::Json;
use axum::extract::State;
use hookwire_engine::{CardPage, SendError};
use serde::Deserialize;
use std::sync::Arc;

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct CardsQuery {
    /// The agent whose cards are wanted.
    agent: Option<String>,
    /// The session whose cards are wanted.
    session: Option<String>,
}

/// Returns the cards that plugins have on the start page, or on the page of an agent or of one of the caller's sessions.
#[utoipa::path(
    get, path = "/v1/cards", tag = "host", params(CardsQuery),
    responses((status = 200, description = "the cards, each with its content or why there is none", body = Cards)),
)]
pub(crate) async fn list_cards(
    State(state): State<Arc<AppState>>,
    MountPath(mount): MountPath,
    caller: Caller,
    Query(query): Query<CardsQuery>,
) -> Result<Json<Cards>, ApiError> {
    let engine = state.engine();
    let cards = match (&query.agent, &query.session) {
        (None, None) => engine.cards(CardPage::Dashboard(caller.owner()), &mount).await,
        (Some(agent), None) => {
            if !engine.options().agents.contains_key(agent) {
                return Err(SendError::NoAgent(engine.options().no_agent(agent)).into());
            }
            engine.cards(CardPage::Agent(agent, caller.owner()), &mount).await
        }
        (None, Some(session)) => {
            let session = state.owned_session(session, caller.owner()).await?;
            engine.cards(CardPage::Session(&session), &mount).await
        }
        (Some(_), Some(_)) => {
            let message = "a card is of an agent or of a session: give one of `agent` and `session`";
            return Err(ApiError::bad_request("invalid_query", message));
        }
    };
    Ok(Json(Cards { cards: cards.into_iter().map(Into::into).collect() }))
}
