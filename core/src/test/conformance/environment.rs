use crate::cx::{Identity, Role};
use crate::plugin::{Manifest, Plugin};
use crate::test::Kit;
use crate::test::setup::SetupError;
use serde_json::Value;
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};

/// What a plugin is started with: a data folder that is gone afterwards, environment variables, and somebody who asks.
#[derive(Debug)]
pub(super) struct Environment {
    manifest: &'static Manifest,
    folder: PathBuf,
    identity: Option<Identity>,
}

impl Environment {
    pub(super) fn of<P: Plugin>() -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let manifest = P::MANIFEST;
        let (id, process, count) = (manifest.id, std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let folder = std::env::temp_dir().join(format!("hookwire-conformance-{id}-{process}-{count}"));
        Self { manifest, folder, identity: identity(manifest) }
    }

    /// Returns whether the plugin applies to an agent of some role.
    pub(super) fn applies(&self) -> bool {
        self.identity.is_some()
    }

    /// Starts the plugin, which may speak of others that are not there.
    pub(super) async fn start<P: Plugin>(&self, config: Value) -> Result<Kit, SetupError> {
        let manifest = self.manifest;
        let identity = self.identity.clone().unwrap_or_default();
        let setup = Kit::of::<P>().config(manifest.id, config).data(&self.folder).identity(identity);
        let hooks = manifest.hooks.iter().flat_map(|hook| hook.before.iter().chain(hook.after));
        let others = manifest.after.iter().chain(manifest.requires).chain(&manifest.replaces).chain(hooks);
        let setup = others.fold(setup, |setup, other| setup.absent(other));
        let env = manifest.permissions.env.iter();
        let setup = env.fold(setup, |setup, env| setup.env(env.name, "set by the test"));
        setup.try_start().await
    }
}

impl Drop for Environment {
    fn drop(&mut self) {
        // There may be none.
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

/// Returns somebody for whose agent the plugin works, if there is one.
fn identity(manifest: &Manifest) -> Option<Identity> {
    let applies = |role: &Role| manifest.applies_to.is_none_or(|applies| applies("default", *role));
    let role = [Role::Agent, Role::Lead, Role::Member].into_iter().find(applies)?;
    let mut identity = Identity::agent("default", role);
    identity.user = Some("ann".into());
    // So that commands for admins run as well.
    identity.admin = true;
    identity.session = Some("a-session".into());
    Some(identity)
}
