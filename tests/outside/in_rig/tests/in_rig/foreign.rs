//! Plugins from another folder than that of the workspace: what a host takes for strangers.

use hookwire::plugin::{ChosenBy, Isolation, Plugin, Tier};
use hookwire_redact::Redact;

#[test]
fn a_plugin_of_another_folder_runs_in_a_worker_unless_somebody_says_otherwise() {
    let choice = Redact::MANIFEST.tier_choice(&Isolation::default());
    assert_eq!((choice.tier, choice.by), (Tier::Worker, ChosenBy::ForeignCrate), "{}", Redact::MANIFEST.file);
}
