//! Cards: what plugins show on pages of the host.

use hookwire::cx::{Identity, Role};
use hookwire::plugin::{Card, CardDecl, CardPlace, Contribution, Plugin};
use hookwire::test::{Kit, findings};
use hookwire::{Cx, Result, plugin};
use serde_json::json;
use std::future::pending;
use std::time::Duration;

#[derive(Default)]
struct Shop;

#[plugin(id = "shop")]
impl Shop {
    /// What is in the shop.
    #[card("Stock")]
    fn stock(&self) -> Card {
        Card::fields([("apples", "12"), ("pears", "<3")])
    }

    /// Who is served.
    #[card("Served", on = "session", timeout = "2s")]
    async fn served(&self, cx: &Cx) -> Result<Card> {
        let user = cx.identity().user.clone().ok_or("nobody is served")?;
        Ok(Card::text(user))
    }

    #[card("Offer", on = "agent")]
    async fn offer(&self, cx: &Cx) -> Result<Card> {
        Ok(Card::html(cx.render("offer.html", &json!({ "agent": cx.identity().agent })).await?))
    }

    #[template("offer.html")]
    const OFFER: &str = "<b>{{ agent }}</b>";

    #[card("Stuck", timeout = "50ms")]
    async fn stuck(&self) -> Card {
        pending().await
    }

    #[card("Broken")]
    fn broken(&self) -> Card {
        panic!("out of order")
    }
}

async fn kit(user: Option<&str>) -> Kit {
    let mut identity = Identity::agent("clerk", Role::Agent);
    identity.user = user.map(str::to_owned);
    Kit::of::<Shop>().identity(identity).start().await
}

#[tokio::test]
async fn a_card_is_filled_with_fields_text_or_html() {
    let kit = kit(Some("ann")).await;
    assert_eq!(kit.card("Stock").await.unwrap(), Card::fields([("apples", "12"), ("pears", "<3")]));
    assert_eq!(kit.card("Served").await.unwrap(), Card::text("ann"));
    assert_eq!(kit.card("Offer").await.unwrap(), Card::html("<b>clerk</b>"));
}

#[tokio::test(start_paused = true)]
async fn a_card_that_fails_panics_or_takes_its_time_says_so() {
    let kit = kit(None).await;
    let error = async |title: &str| kit.card(title).await.unwrap_err().to_string();
    assert_eq!(error("Served").await, "nobody is served");
    assert!(error("Broken").await.contains("the card `Broken` of `shop` panicked: out of order"));
    assert!(error("Stuck").await.contains("took longer than 50ms"));
    assert!(error("Stok").await.contains("there is no card `Stok`; did you mean `Stock`?"));
}

#[tokio::test]
async fn cards_are_contributions_with_what_they_say() {
    let cards: Vec<_> = Shop::MANIFEST.contributions_of::<CardDecl>().collect();
    let [stock, served, offer, hanging, _] = cards[..] else { panic!("{cards:?}") };
    assert_eq!((stock.name, stock.title, stock.description), ("shop/stock", "Stock", "What is in the shop."));
    assert_eq!((stock.on, served.on, offer.on), (CardPlace::Dashboard, CardPlace::Session, CardPlace::Agent));
    assert_eq!((stock.limit(), served.timeout), (CardDecl::TIMEOUT, Some(Duration::from_secs(2))));
    assert!(stock.line < served.line && served.line < hanging.line);
    let info = Shop::MANIFEST.contributions[1].info();
    assert_eq!((info.kind, &*info.title, served.title()), ("card", "Served", "Served".to_owned()));
    assert_eq!((&info.details["on"], &info.details["timeout_ms"]), (&json!("session"), &json!(2000)));
}

#[test]
fn a_card_is_plain_data() {
    let cards = [Card::fields([("a", "b")]), Card::text("t"), Card::html("<b>h</b>")];
    let written =
        json!([{ "fields": [{ "label": "a", "value": "b" }] }, { "text": "t" }, { "html": "<b>h</b>" }]);
    assert_eq!(serde_json::to_value(&cards).unwrap(), written);
    assert_eq!(serde_json::from_value::<Vec<Card>>(written).unwrap(), cards);
}

#[derive(Default)]
struct Fragile;

#[plugin(id = "fragile")]
impl Fragile {
    #[card("Glass")]
    fn glass(&self) -> Card {
        panic!("in pieces")
    }
}

#[test]
fn conformance_finds_cards_that_panic() {
    let found = findings::<Fragile>(json!({})).found;
    assert!(!found.is_empty() && found.iter().all(|it| it.contains("in pieces")), "{found:?}");
}
