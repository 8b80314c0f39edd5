//! Writes a workspace: plugins, and an app that links them.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{fs, io};

/// The repository, whose lock file says which versions are at hand.
const REPOSITORY: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/..");

/// Writes a workspace with `size` plugins, in place of the one of the same name.
pub(crate) fn workspace(name: &str, size: usize) -> io::Result<PathBuf> {
    let root = Path::new(env!("CARGO_TARGET_TMPDIR")).join("build").join(name);
    match fs::remove_dir_all(&root) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    fs::create_dir_all(&root)?;
    fs::write(root.join("Cargo.toml"), manifest())?;
    fs::copy(Path::new(REPOSITORY).join("Cargo.lock"), root.join("Cargo.lock"))?;
    for index in 0..size {
        let plugin = root.join(format!("plugins/p{index}"));
        package(&plugin, &format!("p{index}"), "hookwire.workspace = true\n", "")?;
        fs::write(plugin.join("src/lib.rs"), plugin_source(index))?;
    }
    app(&root, size)?;
    Ok(root)
}

fn manifest() -> String {
    let core = Path::new(REPOSITORY).join("core");
    format!(
        "[workspace]\nresolver = \"3\"\nmembers = [\"app\", \"plugins/*\"]\n\n\
         [workspace.dependencies]\nhookwire = {{ path = '{}' }}\n\n\
         [profile.release]\nstrip = true\n",
        core.display()
    )
}

fn package(folder: &Path, name: &str, dependencies: &str, more: &str) -> io::Result<()> {
    fs::create_dir_all(folder.join("src"))?;
    fs::write(
        folder.join("Cargo.toml"),
        format!("[package]\nname = \"{name}\"\nedition = \"2024\"\n\n[dependencies]\n{dependencies}{more}"),
    )
}

fn plugin_source(index: usize) -> String {
    format!(
        "//! Plugin {index}.\n\n\
         use hookwire::plugin;\n\
         use hookwire::points::{{MessageReceived, ToolCall}};\n\
         use std::sync::atomic::{{AtomicU64, Ordering}};\n\n\
         #[derive(Default)]\npub struct Plugin(AtomicU64);\n\n\
         /// Counts, and says how often.\n\
         #[plugin]\nimpl Plugin {{\n\
         \x20   #[hook(\"tool.before\")]\n\
         \x20   async fn before(&self, call: &mut ToolCall) {{\n\
         \x20       if call.tool.is_empty() {{\n            call.tool.push_str(\"none\");\n        }}\n\
         \x20       self.0.fetch_add(1, Ordering::Relaxed);\n    }}\n\n\
         \x20   #[hook(\"message.received\")]\n\
         \x20   async fn received(&self, _: &MessageReceived) {{\n\
         \x20       self.0.fetch_add(1, Ordering::Relaxed);\n    }}\n\n\
         \x20   /// Returns the count, behind a prefix.\n\
         \x20   #[tool]\n\
         \x20   async fn count_{index}(&self, prefix: String) -> String {{\n\
         \x20       format!(\"{{prefix}}{{}}\", self.0.load(Ordering::Relaxed))\n    }}\n}}\n"
    )
}

/// A plugin that asks the host for more than the others.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Plugin {
    pub(crate) name: &'static str,
    dependencies: &'static str,
    source: &'static str,
}

/// Has one hook, and uses `cx.kv()` and `cx.http()`.
pub(crate) const WITH_SERVICES: Plugin = Plugin {
    name: "kv_and_http",
    dependencies: "hookwire.workspace = true\n",
    source: "use hookwire::points::TurnComplete;
use hookwire::{Cx, Result, plugin};

/// Tells a service how many turns there were.
#[derive(Default)]
pub struct Plugin;

#[plugin(capabilities = [net])]
impl Plugin {
    #[hook(\"turn.complete\")]
    async fn tell(&self, _: &TurnComplete, cx: &Cx) -> Result<()> {
        let turns = cx.kv().get::<u64>(\"turns\").await?.unwrap_or_default() + 1;
        cx.kv().set(\"turns\", &turns).await?;
        cx.http().post(\"https://example.com/turns\").json(&turns)?.send().await?;
        Ok(())
    }
}
",
};

/// Has routes, and no hook.
pub(crate) const WITH_ROUTES: Plugin = Plugin {
    name: "routes",
    dependencies: "hookwire = { workspace = true, features = [\"routes\"] }\n",
    source: "use hookwire::plugin;
use hookwire::routes::Router;
use hookwire::routes::axum::routing::get;

/// Says hello.
#[derive(Default)]
pub struct Plugin;

#[plugin(capabilities = [routes])]
impl Plugin {
    #[routes]
    fn routes(&self) -> Router {
        Router::new().route(\"/\", get(|| async { \"hello\" }))
    }
}
",
};

impl Plugin {
    /// Writes the plugin in the place of the first one of a workspace.
    pub(crate) fn write(&self, root: &Path) -> io::Result<()> {
        let plugin = root.join("plugins/p0");
        package(&plugin, "p0", self.dependencies, "")?;
        fs::write(plugin.join("src/lib.rs"), self.source)
    }
}

/// Writes the app, which says how many hooks it has.
fn app(root: &Path, size: usize) -> io::Result<()> {
    let (mut dependencies, mut features, mut list) = (String::new(), String::new(), String::new());
    for index in 0..size {
        let _ = writeln!(dependencies, "p{index} = {{ path = \"../plugins/p{index}\", optional = true }}");
        let _ = writeln!(features, "p{index} = [\"dep:p{index}\"]");
        let _ = writeln!(list, "        \"p{index}\" => p{index}::Plugin,");
    }
    let names: Vec<_> = (0..size).map(|index| format!("p{index}")).collect();
    let app = root.join("app");
    package(
        &app,
        "app",
        &format!("hookwire.workspace = true\n{dependencies}"),
        &format!("\n[features]\ndefault = {names:?}\n{features}"),
    )?;
    let source = format!(
        "//! Links all plugins.\n\n\
         fn main() {{\n    let registry = hookwire::Registry::linked(hookwire::plugins! {{\n{list}    }});\n\
         \x20   let registry = registry.expect(\"plugins that fit together\");\n\
         \x20   let hooks = registry.plugins().iter().map(|plugin| plugin.hooks.len());\n\
         \x20   println!(\"{{}}\", hooks.sum::<usize>());\n}}\n"
    );
    fs::write(app.join("src/main.rs"), source)?;
    let manifests =
        (0..size).map(|index| format!("        <p{index}::Plugin as hookwire::Plugin>::MANIFEST,\n"));
    let plain = format!(
        "//! Names all plugins, and checks nothing: what `plugins!` costs is measured against this.\n\n\
         fn main() {{\n    let plugins: [&hookwire::plugin::Manifest; {size}] = [\n{}    ];\n\
         \x20   println!(\"{{}}\", plugins.len());\n}}\n",
        manifests.collect::<String>()
    );
    fs::create_dir_all(app.join("examples"))?;
    fs::write(app.join("examples/plain.rs"), plain)
}
