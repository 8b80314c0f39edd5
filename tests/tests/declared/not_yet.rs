//! What a manifest can declare and what has no effect yet: one table, which may only shrink.

use hookwire::plugin::{Capability, Declared, NOT_YET, NotYet};

/// The capabilities that something asks for: files of these names in `tests/plugins` show what happens without them, and
/// for programs `tests/worker/fence`.
const ENFORCED: [Capability; 10] = [
    Capability::Net,
    Capability::Routes,
    Capability::Env,
    Capability::Files,
    Capability::Model,
    Capability::Process,
    Capability::Schedule,
    Capability::Send,
    Capability::Sessions,
    Capability::Tool,
];

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
    assert!(declared.is_empty(), "{declared:?}");
}
