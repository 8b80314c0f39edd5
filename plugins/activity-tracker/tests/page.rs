//! Tests of the card and the page of `activity-tracker`.

use hookwire::cx::{Identity, Role};
use hookwire::plugin::Card;
use hookwire::points::{End, MessageReceived, ToolCall, ToolReport, ToolTrace, TurnComplete};
use hookwire::routes::axum::body::{Body, to_bytes};
use hookwire::routes::axum::http::Request;
use hookwire::test::Kit;
use hookwire_activity_tracker::ActivityTracker;
use serde_json::json;

fn user(name: &str) -> Identity {
    let mut who = Identity::agent("default", Role::Agent);
    (who.tenant, who.user, who.turn) = (Some("acme".into()), Some(name.to_owned()), Some(1));
    who
}

/// Has ann do a turn in which a tool is called.
async fn after_a_turn(tool: &str) -> Kit {
    let kit = Kit::of::<ActivityTracker>().identity(user("ann")).start().await;
    kit.fire::<MessageReceived>(&MessageReceived::new("hello")).await.unwrap();
    let mut turn = TurnComplete::new("hi", End::Completed);
    turn.tools = vec![ToolTrace::new(ToolReport::new(ToolCall::new(tool, json!({})), "done"))];
    kit.fire::<TurnComplete>(&turn).await.unwrap();
    kit
}

async fn page(kit: &Kit) -> String {
    let request = Request::get("/plugins/activity-tracker/").body(Body::empty()).unwrap();
    let answer = kit.routes(request).await;
    assert_eq!(answer.status(), 200);
    let bytes = to_bytes(answer.into_body(), 1_000_000).await.unwrap();
    String::from_utf8(bytes.to_vec()).unwrap()
}

#[tokio::test]
async fn the_card_has_the_numbers_and_the_latest_activity() {
    let kit = after_a_turn("read").await;
    let latest = "turn 1 ended: completed, 0 ms, just now";
    let expected = [("working on", "0"), ("turns", "1"), ("tool calls", "1"), ("latest", latest)];
    assert_eq!(kit.card("Activity").await.unwrap(), Card::fields(expected));
    let nothing = [("working on", "0"), ("turns", "0"), ("tool calls", "0"), ("latest", "nothing")];
    assert_eq!(kit.with_identity(user("bob")).card("Activity").await.unwrap(), Card::fields(nothing));
}

#[tokio::test]
async fn the_page_shows_everybody_their_own_activities() {
    let kit = after_a_turn("read").await;
    let anns = page(&kit).await;
    for part in
        ["<h1>Activity</h1>", "turns: 1, tool calls: 1", "ann (acme)", "tool `read`: 0 ms", "turn 1 began"]
    {
        assert!(anns.contains(part), "no {part} in {anns}");
    }
    let bobs = page(&kit.with_identity(user("bob"))).await;
    assert!(bobs.contains("Nothing has happened yet.") && !bobs.contains("ann (acme)"), "{bobs}");
}

#[tokio::test]
async fn what_is_on_the_page_is_text_and_no_html() {
    let shown = page(&after_a_turn("<script>").await).await;
    assert!(shown.contains("&lt;script&gt;") && !shown.contains("<script>"), "{shown}");
}
