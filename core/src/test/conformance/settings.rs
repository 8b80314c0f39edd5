use super::environment::with_env;
use super::watch::short;
use crate::plugin::Plugin;
use crate::test::Kit;
use serde_json::{Map, Value, json};

/// Starts the plugin with settings that do not fit: each value of its configuration replaced by others.
pub(super) async fn examine<P: Plugin>(config: &Value) -> Vec<String> {
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
