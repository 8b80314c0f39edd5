//! The list in `plugins!`: what it links, in which order hooks come of it.

use hookwire::points::MessageReceived;
use hookwire::{Registry, plugin, plugins};

#[derive(Default)]
struct Early;

#[plugin(id = "early")]
impl Early {
    #[hook("message.received")]
    fn hook(&self, _: &MessageReceived) {}
}

#[derive(Default)]
struct Late;

#[plugin(id = "late")]
impl Late {
    #[hook("message.received")]
    fn hook(&self, _: &MessageReceived) {}
}

fn order(registry: &Registry) -> Vec<String> {
    let hooks = registry.orders().iter().flat_map(|order| &order.hooks);
    hooks.map(|placed| placed.by().to_string()).collect()
}

#[test]
fn the_order_of_the_list_does_not_matter() {
    let one = Registry::linked(plugins! { "one" => Early, "two" => Late }).unwrap();
    let other = Registry::linked(plugins! { "two" => Late, "one" => Early }).unwrap();
    assert_eq!(order(&one), order(&other));
    assert_eq!(one.plugins().len(), 2);
}

#[test]
fn what_is_linked_and_not_listed_is_not_wired() {
    let registry = Registry::linked(plugins! { "one" => Early }).unwrap();
    assert_eq!(order(&registry).len(), 1);
    let unlisted: Vec<_> = registry.unlisted().iter().map(|plugin| plugin.id).collect();
    assert!(unlisted.contains(&"late") && !unlisted.contains(&"early"), "{unlisted:?}");
}
