//! Tests of what the glossary tells the model and people.

use hookwire::cx::ScheduleEvent;
use hookwire::plugin::Card;
use hookwire::points::{Context, ContextProvide, Message, MessageRole};
use hookwire::routes::axum::body::{Body, to_bytes};
use hookwire::routes::axum::http::Request;
use hookwire::test::Kit;
use hookwire_starter::Starter;
use serde_json::json;

/// Starts the plugin alone, with settings as the operator writes them. Every service around it is a fake.
async fn start() -> Kit {
    let terms = json!({ "SLA": "what we promise", "red desk": "who helps at night" });
    Kit::of::<Starter>().config("starter", json!({ "terms": terms })).start().await
}

#[tokio::test]
async fn the_model_is_told_of_the_terms_in_a_message() {
    let kit = start().await;
    for (said, expected) in [
        ("what does our sla say?", "Terms of the user's message:\nSLA: what we promise"),
        ("ask the Red Desk", "Terms of the user's message:\nred desk: who helps at night"),
        ("translate it, and paint the desk red", ""),
    ] {
        let context = Context::new(vec![Message::new(MessageRole::User, said)]);
        // `fire` takes the event of the point, and fails to compile with another one.
        let messages = kit.fire::<ContextProvide>(&context).await.unwrap();
        let told: String = messages.into_iter().map(|message| message.text).collect();
        assert_eq!(told, expected, "{said}");
    }
}

#[tokio::test]
async fn the_tool_returns_a_meaning_or_says_which_terms_there_are() {
    let kit = start().await;
    assert_eq!(kit.tool("look_up", json!({ "term": " sla " })).await.unwrap().text(), "what we promise");
    let unknown = kit.tool("look_up", json!({ "term": "SLO" })).await.unwrap_err().to_string();
    assert_eq!(unknown, "there is no term `SLO`; the glossary has: SLA, red desk");
}

#[tokio::test]
async fn the_command_shows_one_term_or_all() {
    let kit = start().await;
    assert_eq!(kit.command("/term", "SLA").await.unwrap().text, "what we promise");
    let all = "SLA: what we promise\nred desk: who helps at night";
    assert_eq!(kit.command("/term", "").await.unwrap().text, all);
}

#[tokio::test]
async fn the_operator_prints_the_terms_that_contain_a_text() {
    let kit = start().await;
    let printed = kit.verb("starter", "print", json!({ "like": "NIGHT" })).await.unwrap().text;
    assert_eq!(printed, "red desk: who helps at night");
}

#[tokio::test]
async fn the_card_counts_terms_and_lookups() {
    let kit = start().await;
    _ = kit.tool("look_up", json!({ "term": "SLA" })).await;
    assert_eq!(kit.card("Glossary").await.unwrap(), Card::fields([("terms", "2"), ("lookups", "1")]));
}

#[tokio::test]
async fn programs_get_all_terms_or_one_meaning() {
    let kit = start().await;
    let all = "SLA: what we promise\nred desk: who helps at night";
    let unknown = "there is no term `SLO`; the glossary has: SLA, red desk";
    for (path, status, text) in
        [("", 200, all), ("red%20desk", 200, "who helps at night"), ("SLO", 404, unknown)]
    {
        let request = Request::get(format!("/plugins/starter/{path}")).body(Body::empty()).unwrap();
        let answer = kit.routes(request).await;
        assert_eq!(answer.status(), status, "{path}");
        assert_eq!(to_bytes(answer.into_body(), 1_000).await.unwrap(), text, "{path}");
    }
}

#[tokio::test]
async fn the_lookups_are_logged_each_hour_and_stay_on_the_card() {
    let kit = start().await;
    for term in ["SLA", "SLO"] {
        _ = kit.tool("look_up", json!({ "term": term })).await;
    }
    for _ in 0..2 {
        let event = ScheduleEvent::new("count", kit.cx().now(), json!(null));
        kit.run_scheduled("starter", "count", event).await.unwrap();
    }
    let lines: Vec<_> = kit.logs().into_iter().map(|record| record.message).collect();
    let hours = [2, 2].map(|count| format!("terms looked up since the plugin began: {count}"));
    assert_eq!(lines, [vec!["terms: 2".into()], hours.to_vec()].concat());
    assert_eq!(kit.card("Glossary").await.unwrap(), Card::fields([("terms", "2"), ("lookups", "2")]));
}

#[tokio::test]
async fn a_term_without_a_meaning_keeps_the_plugin_from_starting() {
    let setup = Kit::of::<Starter>().config("starter", json!({ "terms": { "SLA": " " } }));
    let refused = setup.try_start().await.unwrap_err().to_string();
    assert!(refused.contains("the term `SLA` has no meaning; write one"), "{refused}");
}
