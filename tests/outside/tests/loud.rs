use hookwire::plugin::Plugin;
use hookwire::points::{AnswerReview, Review};
use hookwire::test::Kit;
use serde_json::json;
use shouting::Shouting;

#[tokio::test]
async fn answers_are_loud() {
    let kit = Kit::of::<Shouting>().config("shouting", json!({ "marks": 2 })).start().await;
    let mut review = Review::new("yes");
    kit.fire::<AnswerReview>(&mut review).await.unwrap();
    assert_eq!(review.answer, "YES!!");
    assert_eq!(kit.tool("shout_it", json!({ "text": "no" })).await.unwrap().text(), "NO");
    assert_eq!(kit.logs()[0].plugin, "shouting");
}

#[test]
fn a_plugin_of_the_workspace_is_not_from_outside() {
    assert!(!Shouting::MANIFEST.is_foreign(), "{}", Shouting::MANIFEST.file);
}
