//! Nothing is declared in vain: whatever a manifest, a contribution or the configuration can hold has an effect that a test
//! notices, or stands in the table of what has none yet.
//!
//! What can be declared is read from the source of the contract and from the app's own schema; `table` names a test for each.

#[path = "../app/mod.rs"]
mod app;
mod coverage;
mod coverage_page;
mod declarations;
mod named_test;
mod not_yet;
mod table;
mod test_names;

use std::collections::BTreeSet;
use std::path::Path;
use table::TABLE;

/// Returns the root of the workspace.
fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the tests lie in the workspace")
}

#[test]
fn each_declaration_has_a_test_or_has_no_effect_yet() {
    let declared = declarations::all();
    let tested: BTreeSet<_> = TABLE.iter().map(|row| row.declaration.to_owned()).collect();
    let missing: Vec<_> = declared.difference(&tested).collect();
    assert!(
        missing.is_empty(),
        "no test is named for: {missing:#?}\nwrite one that fails without the effect, and name it in `table.rs`"
    );
    let gone: Vec<_> = tested.difference(&declared).collect();
    assert!(gone.is_empty(), "nobody can declare these any more, take them out of `table.rs`: {gone:#?}");
    assert_eq!(TABLE.len(), tested.len(), "a row stands twice");
}

#[test]
fn each_named_test_is_run_and_uses_what_it_is_named_for() {
    let wrong = TABLE.iter().filter_map(|row| {
        let problem = named_test::check(&root().join(row.file), row.test, row.word()).err()?;
        Some(format!("{}: {problem}", row.declaration))
    });
    let wrong: Vec<_> = wrong.collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}
