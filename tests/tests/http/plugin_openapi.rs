//! What `/openapi.json` says of the routes of plugins.

use crate::server::{host_with, serving};
use crate::wire::get;
use hookwire::plugin;
use hookwire::plugin::Plugin;
use hookwire::routes::Router;
use serde_json::{Value, json};

/// Describes its routes, with names that the host has as well.
#[derive(Default)]
struct Described;

#[plugin(id = "described", capabilities = [routes])]
impl Described {
    #[routes(openapi = Self::openapi)]
    fn routes(&self) -> Router {
        Router::new()
    }

    fn openapi() -> Value {
        let error = json!({ "$ref": "#/components/schemas/ErrorEnvelope" });
        let answer =
            json!({ "description": "a list", "content": { "application/json": { "schema": error } } });
        json!({
            "paths": { "/list/{page}": { "get": { "operationId": "list", "responses": { "200": answer } } } },
            "components": { "schemas": { "ErrorEnvelope": { "type": "array" } } },
        })
    }
}

/// Says nothing of its routes.
#[derive(Default)]
struct Silent;

#[plugin(id = "silent", capabilities = [routes])]
impl Silent {
    /// Shows charts.
    #[routes]
    fn routes(&self) -> Router {
        Router::new()
    }
}

/// Panics when it is asked to describe its routes.
#[derive(Default)]
struct Smashed;

#[plugin(id = "smashed", capabilities = [routes])]
impl Smashed {
    #[routes(openapi = Self::openapi)]
    fn routes(&self) -> Router {
        Router::new()
    }

    fn openapi() -> Value {
        panic!("in pieces")
    }
}

#[tokio::test]
async fn routes_of_plugins_are_in_the_document_with_names_of_their_own() {
    let plugins = [Described::MANIFEST, Silent::MANIFEST, Smashed::MANIFEST];
    let server = serving(host_with(&plugins, &[]).await).await;
    let api = server.send(&get("/openapi.json")).await.json();
    let list = &api["paths"]["/plugins/described/list/{page}"]["get"];
    assert_eq!((&list["operationId"], &list["tags"]), (&json!("described.list"), &json!(["described"])));
    let schema = &list["responses"]["200"]["content"]["application/json"]["schema"];
    assert_eq!(schema["$ref"], "#/components/schemas/described.ErrorEnvelope");
    let schemas = &api["components"]["schemas"];
    assert_eq!(schemas["described.ErrorEnvelope"]["type"], "array");
    assert_eq!(schemas["ErrorEnvelope"]["type"], "object", "the host's own stays");
    assert!(list["responses"]["default"].is_object());
    for (plugin, about) in [("silent", "Shows charts."), ("smashed", Smashed::MANIFEST.description)] {
        let any = &api["paths"][format!("/plugins/{plugin}/{{path}}")]["get"];
        assert_eq!(any["description"], about, "{any}");
    }
    assert!(api["tags"].as_array().unwrap().iter().any(|tag| tag["name"] == "described"));
    server.agent.plugins().disable("described").await.unwrap();
    let api = server.send(&get("/openapi.json")).await.json();
    assert!(!api.to_string().contains("described.list"), "what is off is not there");
}

#[tokio::test]
async fn the_list_of_plugins_tells_of_their_routes() {
    let server = serving(host_with(&[Silent::MANIFEST], &[]).await).await;
    let plugin = server.send(&get("/v1/plugins/silent")).await.json();
    let routes = &plugin["routes"][0];
    assert_eq!((&routes["title"], &routes["nav"]), (&json!("/plugins/silent/"), &Value::Null));
    assert_eq!((&routes["public"], &routes["openapi"]), (&json!([]), &json!(false)));
}
