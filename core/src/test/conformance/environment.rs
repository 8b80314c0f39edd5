use crate::plugin::Manifest;
use crate::test::Setup;
use std::path::PathBuf;

/// Returns the data folder of a plugin that is tried.
pub(super) fn folder(manifest: &Manifest) -> PathBuf {
    std::env::temp_dir().join(format!("hookwire-conformance-{}-{}", manifest.id, std::process::id()))
}

/// Gives a plugin a data folder and the environment variables that it needs, and lets it name others, so that it starts.
pub(super) fn with_env(setup: Setup, manifest: &Manifest) -> Setup {
    let setup = setup.data(folder(manifest));
    let hooks = manifest.hooks.iter().flat_map(|hook| hook.before.iter().chain(hook.after));
    let others = manifest.after.iter().chain(manifest.requires).chain(&manifest.replaces).chain(hooks);
    let setup = others.fold(setup, |setup, other| setup.absent(other));
    manifest.permissions.env.iter().fold(setup, |setup, env| setup.env(env.name, "set by the test"))
}
