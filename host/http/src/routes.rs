//! The table of all routes.

use crate::limits::acquire_permit;
use crate::messages::{chat, commands, stream};
use crate::openai::{chat as completions, models};
use crate::openapi::{self, document};
use crate::ops::{health, metrics, plugin_settings, plugins};
use crate::pages::{agent, login, session, start};
use crate::plugin_routes::answer_route;
use crate::resources::{approvals, cards, files, lifecycle, plugin_logs, schedules, sessions, turns};
use crate::state::AppState;
use axum::middleware::from_fn;
use axum::routing::any;
use std::sync::Arc;
use utoipa_axum::router::{OpenApiRouter, UtoipaMethodRouter};
use utoipa_axum::routes;

type Routes = OpenApiRouter<Arc<AppState>>;

/// Makes the routes of a resource: verb, path, handler. The handlers below `@with_body` acquire the request's permit
/// when the body has arrived: with `Json` or `IncomingMessage`.
macro_rules! table {
    (
        $( $verb:ident $path:literal => $($handler:ident)::+; )*
        $( @with_body $( $body_verb:ident $body_path:literal => $($body_handler:ident)::+; )* )?
    ) => {
        Routes::new()
            $( .routes(documented(stringify!($verb), $path, routes!($($handler)::+))) )*
            .route_layer(from_fn(acquire_permit))
            $( $( .routes(documented(stringify!($body_verb), $body_path, routes!($($body_handler)::+))) )* )?
    };
}

/// Returns all routes, with their descriptions.
pub(crate) fn all_routes() -> Routes {
    Routes::with_openapi(openapi::base())
        .merge(messages())
        .merge(sessions())
        .merge(approvals())
        .merge(schedules())
        .merge(openai())
        .merge(host())
        .merge(plugins())
        .merge(pages())
}

fn messages() -> Routes {
    table! {
        GET    "/v1/stream/{session}"               => stream::follow_session;
        GET    "/v1/commands"                       => commands::list_commands;
        @with_body
        POST   "/v1/chat"                           => chat::send_message;
        POST   "/v1/stream"                         => stream::stream_message;
    }
}

fn sessions() -> Routes {
    table! {
        GET    "/v1/sessions"                       => sessions::list_sessions;
        GET    "/v1/sessions/{id}"                  => sessions::show_session;
        DELETE "/v1/sessions/{id}"                  => lifecycle::delete_session;
        GET    "/v1/sessions/{id}/export"           => sessions::export_session;
        POST   "/v1/sessions/{id}/cancel"           => lifecycle::cancel_turns;
        POST   "/v1/sessions/{id}/close"            => lifecycle::close_session;
        GET    "/v1/sessions/{id}/turns"            => turns::list_turns;
        GET    "/v1/sessions/{id}/files/{file}"     => files::get_file;
        GET    "/v1/sessions/{id}/turns/{turn}/trace" => turns::show_trace;
    }
}

fn approvals() -> Routes {
    table! {
        GET    "/v1/approvals"                      => approvals::list_approvals;
        GET    "/v1/approvals/{id}"                 => approvals::show_approval;
        @with_body
        POST   "/v1/approvals/{id}"                 => approvals::answer_approval;
    }
}

fn schedules() -> Routes {
    table! {
        GET    "/v1/schedules"                      => schedules::list_schedules;
        DELETE "/v1/schedules/{id}"                 => schedules::cancel_schedule;
        @with_body
        POST   "/v1/schedules"                      => schedules::create_schedule;
    }
}

fn openai() -> Routes {
    table! {
        GET    "/v1/models"                         => models::list_models;
        GET    "/v1/models/{model}"                 => models::show_model;
        @with_body
        POST   "/v1/chat/completions"               => completions::create_completion;
    }
}

fn host() -> Routes {
    table! {
        GET    "/health"                            => health::show_health;
        GET    "/ready"                             => health::show_readiness;
        GET    "/metrics"                           => metrics::show_metrics;
        GET    "/openapi.json"                      => document::show_openapi;
        GET    "/v1/plugins"                        => plugins::list_plugins;
        GET    "/v1/plugins/{id}"                   => plugins::show_plugin;
        GET    "/v1/plugins/{id}/config"            => plugin_settings::show_settings;
        GET    "/v1/plugins/{id}/history"           => plugin_settings::show_history;
        POST   "/v1/plugins/{id}/enable"            => plugin_settings::enable_plugin;
        POST   "/v1/plugins/{id}/disable"           => plugin_settings::disable_plugin;
        POST   "/v1/plugins/{id}/reload"            => plugin_settings::reload_plugin;
        GET    "/v1/plugins/{id}/logs"              => plugin_logs::show_plugin_logs;
        GET    "/v1/hooks"                          => plugins::list_hooks;
        GET    "/v1/cards"                          => cards::list_cards;
        @with_body
        POST   "/v1/plugins/{id}/config"            => plugin_settings::change_settings;
        POST   "/v1/hooks/observers"                => plugin_settings::switch_observers;
    }
}

/// Returns the routes of plugins, which are described where the document is written: they come and go.
fn plugins() -> Routes {
    Routes::new()
        .route("/plugins/{id}", any(answer_route))
        .route("/plugins/{id}/", any(answer_route))
        .route("/plugins/{id}/{*path}", any(answer_route))
}

fn pages() -> Routes {
    table! {
        GET    "/"                                  => start::show_start;
        GET    "/agents/{name}"                     => agent::show_agent;
        GET    "/sessions/{id}"                     => session::show_transcript;
        GET    "/login"                             => login::show_login;
        POST   "/logout"                            => login::log_out;
        @with_body
        POST   "/login"                             => login::log_in;
    }
}

/// Makes sure that the table says what the attribute of the handler says.
fn documented(
    verb: &str,
    path: &str,
    routes: UtoipaMethodRouter<Arc<AppState>>,
) -> UtoipaMethodRouter<Arc<AppState>> {
    let item = routes.1.paths.get(path);
    let operation = item.and_then(|item| match verb {
        "GET" => item.get.as_ref(),
        "POST" => item.post.as_ref(),
        "DELETE" => item.delete.as_ref(),
        _ => None,
    });
    debug_assert!(operation.is_some(), "the handler of {verb} {path} is described as another route");
    routes
}
