//! The operator's word on the order of hooks, and orders that nobody has decided.

use hookwire::cx::{Cancel, Identity};
use hookwire::live::{OrderOverride, OrderSettings, Plugins, Settings, StartError};
use hookwire::plugin::{Manifest, Plugin};
use hookwire::points::{Inbound, InboundReceived, MessageReceived};
use hookwire::{HookPoint, Registry, plugin};

/// Defines a plugin that edits and one that observes, so that the order is seen.
macro_rules! editor {
    ($name:ident, $id:literal $(, $($argument:tt)*)?) => {
        #[derive(Default)]
        struct $name;

        #[plugin(id = $id)]
        impl $name {
            #[hook("inbound.received" $(, $($argument)*)?)]
            fn edit(&self, inbound: &mut Inbound) {
                inbound.text.push_str($id);
            }

            #[hook("message.received")]
            fn see(&self, _: &MessageReceived) {}
        }
    };
}

editor!(Ant, "ant");
editor!(Bee, "bee");
editor!(Cat, "cat", priority = 5);
editor!(Dog, "dog", after = "bee");

fn operator(places: &[(&str, &[&str], &[&str])]) -> Settings {
    let owned = |ids: &[&str]| ids.iter().map(|&id| id.to_owned()).collect();
    let hooks = places.iter().map(|(id, before, after)| {
        ((*id).to_owned(), OrderOverride { before: owned(before), after: owned(after) })
    });
    let order = OrderSettings { hooks: hooks.collect(), ..OrderSettings::default() };
    Settings { order, ..Settings::default() }
}

async fn start(plugins: &[&'static Manifest], settings: Settings) -> Result<Plugins, StartError> {
    Plugins::of(Registry::of(plugins).unwrap()).settings(settings).start().await
}

/// Returns what runs at a point, each with the reason.
fn order<P: HookPoint>(registry: &Registry) -> Vec<String> {
    let order = registry.orders().iter().find(|order| order.point.name == P::INFO.name).unwrap();
    order.hooks.iter().map(|it| format!("{}: {}", it.plugin.id, it.reason)).collect()
}

#[tokio::test]
async fn the_operator_may_put_a_plugin_before_another_against_id_and_priority() {
    let all = [Ant::MANIFEST, Bee::MANIFEST, Cat::MANIFEST];
    let plugins = start(&all, operator(&[("bee", &["ant"], &[]), ("cat", &[], &["ant"])])).await.unwrap();
    let expected = [
        "bee: first",
        "ant: after `bee`, says the configuration",
        "cat: after `ant`, says the configuration",
    ];
    assert_eq!(order::<InboundReceived>(plugins.registry()), expected);
    assert_eq!(order::<MessageReceived>(plugins.registry()).first().unwrap(), "bee: first");
    let wiring = plugins.cx(Identity::default(), Cancel::default(), None);
    let mut inbound = Inbound::new("here", "");
    wiring.fire::<InboundReceived>(&mut inbound).await.unwrap();
    assert_eq!(inbound.text, "beeantcat");
}

#[tokio::test]
async fn without_a_word_of_the_operator_the_authors_decide() {
    let plugins = start(&[Ant::MANIFEST, Bee::MANIFEST, Cat::MANIFEST], Settings::default()).await.unwrap();
    let expected = ["cat: first", "ant: priority 0 < 5", "bee: same priority, by plugin id"];
    assert_eq!(order::<InboundReceived>(plugins.registry()), expected);
}

#[tokio::test]
async fn an_order_that_contradicts_a_plugin_is_refused_with_both_places() {
    let error =
        start(&[Bee::MANIFEST, Dog::MANIFEST], operator(&[("dog", &["bee"], &[])])).await.unwrap_err();
    let text = error.to_string();
    assert!(text.starts_with("`order`: the hooks at `inbound.received` wait for each other: "), "{text}");
    assert!(text.contains("`bee` at ") && text.contains("`dog` at "), "{text}");
}

#[tokio::test]
async fn an_order_of_a_plugin_that_nobody_has_is_refused_with_the_nearest_name() {
    let error =
        start(&[Ant::MANIFEST], operator(&[("antt", &[], &[]), ("ant", &["bea"], &[])])).await.unwrap_err();
    let text = error.to_string();
    assert!(text.contains("`order.hooks.antt`: there is no plugin `antt`; did you mean `ant`?"), "{text}");
    assert!(text.contains("`order.hooks.ant.before`: there is no plugin `bea`"), "{text}");
}

#[tokio::test]
async fn a_plugin_cannot_be_put_in_order_with_itself() {
    let error = start(&[Ant::MANIFEST], operator(&[("ant", &["ant"], &[])])).await.unwrap_err();
    let expected = "`order.hooks.ant`: `ant` cannot be put in order with itself, which `ant` is";
    assert_eq!(error.to_string(), expected);
}

#[test]
fn where_the_operator_moves_nothing_nothing_is_computed_at_start() {
    let registry = Registry::of(&[Ant::MANIFEST, Bee::MANIFEST]).unwrap();
    assert!(OrderSettings::default().apply(&registry).unwrap().is_none());
    assert!(operator(&[("ant", &["bee"], &[])]).order.apply(&registry).unwrap().is_some());
}

#[test]
fn two_edits_of_equal_priority_that_no_constraint_connects_are_ambiguous() {
    let ambiguous = |plugins: &[&'static Manifest], place: &Settings| {
        let registry = Registry::of(plugins).unwrap();
        let registry = place.order.apply(&registry).unwrap().unwrap_or(registry);
        let pairs = registry.orders().iter().flat_map(|order| order.ambiguous.clone());
        pairs.map(|(first, second)| (first.plugin, second.plugin)).collect::<Vec<_>>()
    };
    let nobody = Settings::default();
    assert_eq!(ambiguous(&[Ant::MANIFEST, Bee::MANIFEST, Cat::MANIFEST], &nobody), [("ant", "bee")]);
    assert_eq!(ambiguous(&[Bee::MANIFEST, Dog::MANIFEST], &nobody), [], "a constraint decides");
    assert_eq!(ambiguous(&[Ant::MANIFEST, Cat::MANIFEST], &nobody), [], "the priority decides");
    let decided = operator(&[("ant", &["bee"], &[])]);
    assert_eq!(ambiguous(&[Ant::MANIFEST, Bee::MANIFEST], &decided), [], "the operator decides");
}
