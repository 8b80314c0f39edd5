//! Models that plugins open, and what happens when they cannot.

use futures::future::pending;
use hookwire::model::{Model, Scripted};
use hookwire::plugin::Plugin;
use hookwire::points::{Message, MessageRole, ModelRequest};
use hookwire::test::Kit;
use hookwire::{Cx, Error, Result, plugin};
use std::sync::Arc;

#[derive(Default)]
struct Parrots;

#[plugin(id = "parrots")]
impl Parrots {
    /// Opens parrots.
    ///
    /// They repeat what they are told.
    #[model("parrot")]
    async fn open(&self, name: &str, cx: &Cx) -> Result<Arc<dyn Model>> {
        match name {
            "grey" => {
                cx.info("opened");
                Ok(Arc::new(Scripted::echo()))
            }
            "panic" => panic!("it flew away"),
            "hang" => pending().await,
            other => Err(Error::msg(format!("there is no parrot `{other}`"))),
        }
    }

    /// Opens ravens.
    #[model("raven-2")]
    fn ravens(&self, _name: &str) -> Arc<Scripted> {
        Arc::new(Scripted::echo())
    }
}

async fn refusal(provider: &str, name: &str) -> String {
    let opened = Kit::of::<Parrots>().start().await.model(provider, name).await;
    opened.err().expect("a refusal").to_string()
}

#[test]
fn a_provider_is_in_the_manifest_with_its_documentation() {
    let [parrot, raven] = Parrots::MANIFEST.models else { panic!("{:?}", Parrots::MANIFEST.models) };
    assert_eq!((parrot.provider, raven.provider), ("parrot", "raven-2"));
    assert_eq!(parrot.description, "Opens parrots.\n\nThey repeat what they are told.");
    assert!(raven.line > parrot.line);
}

#[tokio::test]
async fn a_plugin_opens_a_model_that_answers() {
    let kit = Kit::of::<Parrots>().start().await;
    for (provider, name) in [("parrot", "grey"), ("raven-2", "any")] {
        let model = kit.model(provider, name).await.unwrap();
        let request = ModelRequest::new(name, [Message::new(MessageRole::User, "hello you")]);
        let response = model.complete(&request, kit.cx()).await.unwrap();
        assert_eq!(response.message.text, "hello you");
    }
    let logs = kit.logs();
    assert_eq!((logs[0].plugin, logs[0].message.as_str()), ("parrots", "opened"));
}

#[tokio::test]
async fn the_wiring_lists_providers_with_their_plugin() {
    let wiring = Kit::of::<Parrots>().start().await.cx().wired().unwrap();
    let providers: Vec<_> = wiring.models().map(|(it, owner)| (it.provider, owner.id)).collect();
    assert_eq!(providers, [("parrot", "parrots"), ("raven-2", "parrots")]);
}

#[tokio::test(start_paused = true)]
async fn a_model_that_cannot_be_opened_is_an_error() {
    assert_eq!(refusal("parrot", "green").await, "there is no parrot `green`");
    assert_eq!(
        refusal("parrot", "panic").await,
        "opening `parrot/panic` of `parrots` panicked: it flew away"
    );
    assert_eq!(refusal("parrot", "hang").await, "opening `parrot/hang` of `parrots` took longer than 30s");
    assert_eq!(refusal("crow", "grey").await, "there is no model provider `crow`");
}

#[tokio::test]
async fn a_plugin_that_is_off_opens_no_models() {
    let mut kit = Kit::of::<Parrots>().start().await;
    kit.plugins().disable("parrots").await.unwrap();
    kit.renew();
    let refusal = kit.model("parrot", "grey").await.err().expect("a refusal").to_string();
    assert_eq!(refusal, "there is no model provider `parrot`");
}
