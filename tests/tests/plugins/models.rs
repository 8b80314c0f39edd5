//! Models that plugins open, and what happens when they cannot.

use futures_util::future::pending;
use hookwire::model::{Model, Scripted};
use hookwire::plugin::{ModelDecl, Plugin};
use hookwire::points::{Message, MessageRole, ModelRequest};
use hookwire::test::Kit;
use hookwire::{Cx, Error, Registry, Result, plugin};
use hookwire_host::Options;
use hookwire_host::config::{Config, Sources};
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
    let models: Vec<_> = Parrots::MANIFEST.contributions_of::<ModelDecl>().collect();
    let [parrot, raven] = models[..] else { panic!("{models:?}") };
    assert_eq!((parrot.name, raven.name), ("parrot", "raven-2"));
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
    let providers: Vec<_> = wiring.models().map(|(it, owner)| (it.name, owner.id)).collect();
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
    assert_eq!(
        refusal("crow", "grey").await,
        "there is no model provider `crow`; there are `parrot`, `raven-2`"
    );
    assert_eq!(refusal("parot", "grey").await, "there is no model provider `parot`; did you mean `parrot`?");
}

#[tokio::test]
async fn a_plugin_that_is_off_opens_no_models() {
    let mut kit = Kit::of::<Parrots>().start().await;
    kit.plugins().disable("parrots").await.unwrap();
    kit.renew();
    let refusal = kit.model("parrot", "grey").await.err().expect("a refusal").to_string();
    assert_eq!(refusal, "there is no model provider `parrot`");
}

/// Returns what is said of a configuration that names models.
fn complaint(agent: &str) -> String {
    let file = std::env::temp_dir().join(format!("hookwire-models-{}.toml", uuid::Uuid::now_v7()));
    std::fs::write(&file, agent).expect("the configuration is written");
    let registry = Registry::of(&[Parrots::MANIFEST]).expect("a registry");
    let config =
        Config::<Options>::load(&Sources { file: Some(file.clone()), ..Sources::default() }, &registry);
    std::fs::remove_file(&file).expect("the configuration is there");
    let said = config.map_or_else(|error| error.to_string(), |_| String::new());
    said.replace(&file.display().to_string(), "hookwire.toml")
}

#[test]
fn models_that_there_are_are_no_problem() {
    assert_eq!(
        complaint("[agents.a]\nmodel = \"parrot/grey\"\nfallback = [\"script\", \"raven-2/x/y\"]"),
        ""
    );
}

#[test]
fn a_model_of_an_unknown_provider_is_a_problem_of_the_configuration_with_its_place() {
    assert_eq!(
        complaint("[agents.a]\nmodel = \"parot/grey\""),
        "there is no model `parot/grey`; did you mean `parrot/grey`?\n --> hookwire.toml:2:1\n  |\n\
         2 | model = \"parot/grey\"\n  | ^^^^^"
    );
    let fallback = complaint("[agents.a]\nfallback = [\"parrot/grey\", \"crow/black\"]");
    let wrong = "there is no model `crow/black`; write `script` or `parrot/<name>` or `raven-2/<name>`\n";
    assert!(fallback.starts_with(wrong) && fallback.contains("hookwire.toml:2:28"), "{fallback}");
}

#[test]
fn a_model_that_is_half_named_is_a_problem_of_the_configuration() {
    let said = |model: &str| complaint(&format!("[agents.a]\nmodel = \"{model}\""));
    assert!(said("scrpt").starts_with("there is no model `scrpt`; did you mean `script`?"));
    assert!(said("parrot").starts_with("there is no model `parrot`; write `parrot/` and the model's name"));
    assert!(said("parrot/").starts_with("there is no model `parrot/`; write `parrot/` and the model's name"));
    assert!(said("").starts_with("there is no model ``; write `script`"));
}

#[test]
fn a_model_of_a_plugin_that_is_disabled_is_a_problem_of_the_configuration() {
    let said = complaint("disabled = [\"parrots\"]\n[agents.a]\nmodel = \"parrot/grey\"");
    assert!(said.contains("is of the plugin `parrots`, which is disabled"), "{said}");
}
