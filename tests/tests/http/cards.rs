//! Cards over HTTP: each caller sees those of pages that are the caller's.

use crate::server::{TestServer, host_with, serving, token};
use crate::wire::{Call, get, post};
use hookwire::plugin::{Card, Plugin};
use hookwire::{Cx, Result, plugin};
use hookwire_host::engine::store::Owner;
use serde_json::{Value, json};

#[derive(Default)]
pub(crate) struct Shop;

#[plugin(id = "shop")]
impl Shop {
    /// What is in the shop.
    #[card("Stock")]
    fn stock(&self, cx: &Cx) -> Card {
        let user = cx.identity().user.clone().unwrap_or_default();
        Card::fields([("seen by", user), ("<b>pears</b>", "<script>alert(1)</script>".into())])
    }

    #[card("Offer <b>of the day</b>")]
    async fn offer(&self, cx: &Cx) -> Result<Card> {
        Ok(Card::html(cx.render("offer.html", &json!({ "what": "<script>alert(2)</script>" })).await?))
    }

    #[template("offer.html")]
    const OFFER: &str = "<em>{{ what }}</em>";

    #[card("Broken")]
    fn broken(&self) -> Card {
        panic!("out of <b>order</b>")
    }

    #[card("Served", on = "session")]
    fn served(&self, cx: &Cx) -> Result<Card> {
        Ok(Card::text(cx.identity().session.clone().ok_or("no session")?))
    }

    #[card("Clerk", on = "agent")]
    fn clerk(&self, cx: &Cx) -> Card {
        Card::text(format!("served by {}", cx.identity().agent))
    }
}

/// Has more to show than there is room for.
#[derive(Default)]
struct Heavy;

#[plugin(id = "heavy")]
impl Heavy {
    #[card("Heavy")]
    fn heavy(&self) -> Card {
        Card::text("/".repeat(5_000_000))
    }

    #[card("Many")]
    fn many(&self) -> Card {
        Card::fields(vec![("", String::new()); 100_000])
    }
}

pub(crate) fn owner(user: &str) -> Owner {
    Owner { tenant: "acme".into(), user: user.into() }
}

pub(crate) fn with(call: &Call, token: &str) -> Call {
    call.clone().header("authorization", &format!("Bearer {token}"))
}

async fn shop() -> (TestServer, String, String) {
    let host = host_with(&[Shop::MANIFEST], &[]).await;
    let ann = token(host.engine(), &owner("ann")).await;
    let bob = token(host.engine(), &owner("bob")).await;
    (serving(host).await, ann, bob)
}

fn titled<'a>(cards: &'a Value, title: &str) -> &'a Value {
    let found = cards["cards"].as_array().unwrap().iter().find(|card| card["title"] == title);
    found.unwrap_or_else(|| panic!("no card {title}: {cards}"))
}

#[tokio::test]
async fn the_cards_of_the_start_page_are_filled_for_the_caller_and_one_that_fails_takes_no_other_with_it() {
    let (server, ann, _) = shop().await;
    let cards = server.send(&with(&get("/v1/cards"), &ann)).await.json();
    assert_eq!(cards["cards"].as_array().unwrap().len(), 3, "{cards}");
    let stock = titled(&cards, "Stock");
    assert_eq!(stock["fields"][0], json!({ "label": "seen by", "value": "ann" }));
    assert_eq!(
        (&stock["name"], &stock["plugin"], &stock["on"]),
        (&json!("shop/stock"), &json!("shop"), &json!("dashboard"))
    );
    assert_eq!(stock["description"], "What is in the shop.");
    let html = titled(&cards, "Offer <b>of the day</b>")["html"].as_str().unwrap();
    assert!(html.starts_with("<em>&lt;script&gt;"), "{html}");
    let broken = titled(&cards, "Broken");
    assert!(broken["error"].as_str().unwrap().contains("panicked: out of"), "{broken}");
    assert!(broken["text"].is_null() && broken["html"].is_null());
}

#[tokio::test]
async fn cards_of_a_session_are_its_owners() {
    let (server, ann, bob) = shop().await;
    let said = server.send(&with(&post("/v1/chat", &json!({ "message": "hi" })), &ann)).await.json();
    let session = said["session"].as_str().unwrap();
    let path = format!("/v1/cards?session={session}");
    let cards = server.send(&with(&get(&path), &ann)).await.json();
    assert_eq!(titled(&cards, "Served")["text"], session);
    for call in [with(&get(&path), &bob), get(&path)] {
        assert_eq!(server.send(&call).await.code(), (404, "unknown_session".into()));
    }
}

#[tokio::test]
async fn cards_of_an_agent_know_the_agent() {
    let (server, ann, _) = shop().await;
    let cards = server.send(&with(&get("/v1/cards?agent=default"), &ann)).await.json();
    assert_eq!(titled(&cards, "Clerk")["text"], "served by default");
    let none = server.send(&get("/v1/cards?agent=none")).await;
    assert_eq!(none.code(), (404, "unknown_agent".into()));
    let both = server.send(&get("/v1/cards?agent=default&session=x")).await;
    assert_eq!(both.code(), (400, "invalid_query".into()));
}

#[tokio::test]
async fn a_card_that_is_too_large_fails_and_takes_no_page_with_it() {
    let server = serving(host_with(&[Shop::MANIFEST, Heavy::MANIFEST], &[]).await).await;
    let cards = server.send(&get("/v1/cards")).await.json();
    let told = "the card has 5000000 bytes, and 262144 is the most: show less on it";
    assert_eq!(titled(&cards, "Heavy")["error"], told);
    assert!(titled(&cards, "Many")["error"].is_string(), "{cards}");
    let page = server.send(&get("/").header("accept", "text/html")).await;
    assert_eq!(page.status, 200, "{}", page.text());
    assert!(page.text().contains(told) && page.text().contains("seen by"), "{}", page.text());
}
