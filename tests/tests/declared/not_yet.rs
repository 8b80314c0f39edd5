//! What a manifest can declare and what has no effect yet: one table, which may only shrink.

use hookwire::Role;
use hookwire::plugin::{Capability, Declared, NOT_YET, NotYet, Plugin, Tier};
use hookwire::{Plugins, Registry, plugin, points::MessageReceived};
use hookwire_tests::captured_log::CapturedLog;

/// The capabilities that something asks for: files of these names in `tests/plugins` show what happens without them.
const ENFORCED: [Capability; 9] = [
    Capability::Net,
    Capability::Routes,
    Capability::Env,
    Capability::Files,
    Capability::Model,
    Capability::Schedule,
    Capability::Send,
    Capability::Sessions,
    Capability::Tool,
];

#[derive(Default)]
struct Ambitious;

#[plugin(id = "ambitious", tier = "worker", capabilities = [process, tool], applies_to = anybody)]
impl Ambitious {
    #[hook("message.received")]
    fn hear(&self, _: &MessageReceived) {}
}

fn anybody(_: &str, _: Role) -> bool {
    true
}

#[test]
fn each_capability_has_an_effect_or_stands_in_the_table() {
    for capability in Capability::ALL {
        let listed = NotYet::find(Declared::Capability(capability)).is_some();
        assert_ne!(listed, ENFORCED.contains(&capability), "{capability}");
    }
}

#[test]
fn the_table_does_not_grow() {
    let declared: Vec<_> = NOT_YET.iter().map(|entry| entry.declared.to_string()).collect();
    let known = ["tier worker", "capability process"];
    assert!(declared.iter().all(|it| known.contains(&&**it)), "{declared:?}");
}

#[test]
fn a_manifest_says_what_of_it_has_no_effect() {
    let entries: Vec<_> = NotYet::of(Ambitious::MANIFEST).iter().map(|entry| entry.declared).collect();
    assert_eq!(entries, [Declared::Tier(Tier::Worker), Declared::Capability(Capability::Process)]);
}

#[tokio::test]
async fn a_start_warns_of_a_tier_that_nothing_keeps_and_of_no_capability() {
    let log = CapturedLog::default();
    let writer = log.clone();
    let lines = tracing_subscriber::fmt().with_ansi(false).with_writer(move || writer.clone()).finish();
    let _collecting = tracing::subscriber::set_default(lines);
    let plugins = Plugins::of(Registry::of(&[Ambitious::MANIFEST]).unwrap());
    plugins.start().await.unwrap();
    let text = log.text();
    let warning = text.lines().find(|line| line.contains("WARN")).expect("a warning");
    for part in ["declares what has no effect yet: tier worker (", "plugin=\"ambitious\""] {
        assert!(warning.contains(part), "no {part} in {warning}");
    }
    assert!(!text.contains("capability"), "{text}");
}
