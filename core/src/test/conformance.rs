use super::{Kit, Setup, cancel_after};
use crate::plugin::{CommandDecl, Manifest, Plugin, ToolDecl, ToolError};
use futures::future::join_all;
use serde_json::{Map, Value, json};
use std::path::PathBuf;
use std::time::Duration;

/// How long a call is waited for.
const LIMIT: Duration = Duration::from_secs(5);

/// Runs a plugin through what every plugin should stand, as a test of the crate that calls it.
///
/// The plugin starts with an empty configuration, or with the one that is given behind it. See [`findings`](crate::test::findings).
///
/// ```
/// # use hookwire::plugin;
/// /// Greets.
/// #[derive(Default)]
/// struct Greeter;
///
/// #[plugin(id = "greeter")]
/// impl Greeter {
///     /// Greets somebody.
///     #[tool]
///     fn greet(&self, name: String) -> String {
///         format!("hello {name}")
///     }
/// }
///
/// hookwire::conformance!(Greeter);
/// # fn main() {}
/// ```
#[macro_export]
macro_rules! conformance {
    ($plugin:ty) => {
        $crate::conformance!($plugin, ::std::default::Default::default());
    };
    ($plugin:ty, $config:expr) => {
        #[test]
        fn conformance() {
            $crate::test::conform::<$plugin>($config);
        }
    };
}

/// Panics with the findings of a plugin, if there are some.
///
/// # Panics
/// If there are findings, or there can be no runtime.
#[doc(hidden)]
pub fn conform<P: Plugin>(config: Value) {
    let config = if config.is_null() { json!({}) } else { config };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let findings = runtime.expect("a runtime").block_on(findings::<P>(config));
    assert!(findings.is_empty(), "{}", findings.join("\n"));
}

/// Returns what a plugin does not stand, with a configuration with which it starts.
///
/// * Its tools have names, descriptions and schemas that providers of models take.
/// * Tools and commands do not panic, whatever they are given, and whenever they are dropped; several calls may run at once.
/// * A configuration that does not fit is refused without a panic; it stops, and starts again.
///
/// The tools and commands run: give a configuration in which they can do no harm.
pub async fn findings<P: Plugin>(config: Value) -> Vec<String> {
    let manifest = P::MANIFEST;
    if !config.is_object() {
        return vec!["the configuration that is given is no table".into()];
    }
    let setup = || with_env(Kit::of::<P>().config(manifest.id, config.clone()), manifest);
    let kit = match setup().try_start().await {
        Ok(kit) => kit,
        Err(error) => return vec![format!("it does not start: {error}")],
    };
    let mut findings = Vec::new();
    for tool in manifest.contributions_of::<ToolDecl>() {
        findings.extend(accepted(tool));
        findings.extend(call_tool(&kit, tool).await);
    }
    for command in manifest.contributions_of::<CommandDecl>() {
        findings.extend(run_command(&kit, command).await);
    }
    findings.extend(hostile_settings::<P>(&config).await);
    for (plugin, why) in kit.plugins().stop().await {
        findings.push(format!("`{plugin}` does not stop: {why}"));
    }
    match setup().try_start().await {
        Ok(kit) => _ = kit.plugins().stop().await,
        Err(error) => findings.push(format!("it does not start a second time: {error}")),
    }
    // There may be none.
    let _ = std::fs::remove_dir_all(folder(manifest));
    findings
}

/// Returns the data folder of a plugin that is tried.
fn folder(manifest: &Manifest) -> PathBuf {
    std::env::temp_dir().join(format!("hookwire-conformance-{}-{}", manifest.id, std::process::id()))
}

/// Gives a plugin a data folder and the environment variables that it needs, and lets it name others, so that it starts.
fn with_env(setup: Setup, manifest: &Manifest) -> Setup {
    let setup = setup.data(folder(manifest));
    let hooks = manifest.hooks.iter().flat_map(|hook| hook.before.iter().chain(hook.after));
    let others = manifest.after.iter().chain(manifest.requires).chain(&manifest.replaces).chain(hooks);
    let setup = others.fold(setup, |setup, other| setup.absent(other));
    manifest.permissions.env.iter().fold(setup, |setup, env| setup.env(env.name, "set by the test"))
}

/// Returns what providers of models would not take of a tool.
fn accepted(tool: &ToolDecl) -> Vec<String> {
    let mut findings = Vec::new();
    if tool.description.trim().is_empty() || tool.description.len() > 1024 {
        findings.push(format!("the description of `{}` has no letters, or more than 1024", tool.name));
    }
    match tool.schema() {
        Err(error) => findings.push(error.to_string()),
        Ok(schema) if schema.get("type").is_none_or(|it| it != "object") => {
            findings.push(format!(
                "the schema of `{}` is no plain object, which some providers refuse",
                tool.name
            ));
        }
        Ok(_) => {}
    }
    findings
}

/// Arguments that models have given: nothing, wrong types, texts of all sorts.
fn hostile(schema: &Value) -> Vec<Value> {
    let fields: Vec<_> = schema["properties"].as_object().into_iter().flat_map(Map::keys).collect();
    let each = |value: Value| -> Value {
        fields.iter().map(|name| ((*name).clone(), value.clone())).collect::<Map<_, _>>().into()
    };
    let long = "x".repeat(100_000);
    let odd = "\u{0}\u{202e}\r\n../../etc/passwd; $(true) {{}} <b> ' \" \u{1f600}";
    let mut all = vec![json!({}), json!([]), json!(null), json!({ "there is no such argument": 1 })];
    all.extend(
        [json!(""), json!(long), json!(odd), json!(-1), json!(u64::MAX), json!(null), json!([]), json!({})]
            .map(each),
    );
    all
}

async fn call_tool(kit: &Kit, tool: &ToolDecl) -> Vec<String> {
    let Ok(schema) = tool.schema() else { return Vec::new() };
    let mut findings = Vec::new();
    let arguments = hostile(&schema.into());
    for args in &arguments {
        if let Some(Err(ToolError::Panicked { message, .. })) =
            limited(kit.tool(tool.name, args.clone())).await
        {
            findings.push(format!("`{}` panicked: {message}; with {}", tool.name, short(args)));
        }
        for polls in [1, 3] {
            cancel_after(polls, kit.tool(tool.name, args.clone())).await;
        }
    }
    let at_once = arguments.iter().cycle().take(32).map(|args| limited(kit.tool(tool.name, args.clone())));
    for result in join_all(at_once).await {
        if let Some(Err(ToolError::Panicked { message, .. })) = result {
            findings.push(format!("`{}` panicked beside others: {message}", tool.name));
        }
    }
    findings.extend(kit.faults().await.iter().map(ToString::to_string));
    findings.dedup();
    findings
}

async fn run_command(kit: &Kit, command: &CommandDecl) -> Vec<String> {
    let mut findings = Vec::new();
    for args in ["", " ", "x", "--help", "a b c", "\u{0}\u{202e}\"'", &"x".repeat(100_000)] {
        if let Some(Err(error)) = limited(kit.command(command.name, args)).await
            && error.to_string().contains("panicked")
        {
            findings.push(format!("{error}; with {}", short(&json!(args))));
        }
    }
    findings
}

/// Waits for a call, but not for ever: that one takes long is no finding.
async fn limited<T>(call: impl Future<Output = T>) -> Option<T> {
    tokio::time::timeout(LIMIT, call).await.ok()
}

/// Starts the plugin with settings that do not fit: each value of its configuration replaced by others.
async fn hostile_settings<P: Plugin>(config: &Value) -> Vec<String> {
    let manifest = P::MANIFEST;
    let Some(Ok(schema)) = manifest.config_schema() else { return Vec::new() };
    let schema = Value::from(schema);
    let mut findings = Vec::new();
    for name in schema["properties"].as_object().into_iter().flat_map(Map::keys) {
        for value in
            [json!(null), json!(-1), json!(""), json!([[]]), json!({ "a": {} }), json!("x".repeat(10_000))]
        {
            let mut section = config.clone();
            section[name.as_str()] = value.clone();
            // What fits may do what the given configuration does not.
            if jsonschema::is_valid(&schema, &section) {
                continue;
            }
            let setup = with_env(Kit::of::<P>().config(manifest.id, section), manifest);
            match setup.try_start().await {
                Ok(kit) => _ = kit.plugins().stop().await,
                Err(error) if error.to_string().contains("panicked") => {
                    findings.push(format!("with `{name}` = {}: {error}", short(&value)));
                }
                Err(_) => {}
            }
        }
    }
    findings
}

fn short(value: &Value) -> String {
    let text = value.to_string();
    if text.len() > 80 { format!("{}..", text.chars().take(80).collect::<String>()) } else { text }
}
