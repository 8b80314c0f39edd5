use super::environment::Environment;
use super::watch::{Examination, short};
use crate::plugin::Plugin;
use serde_json::{Map, Value, json};

/// Starts the plugin with other settings: each value of its configuration replaced by others.
///
/// Numbers and short texts may fit: the plugin is started and stopped with them, and nothing else.
pub(super) async fn examine<P: Plugin>(environment: &Environment, config: &Value, examination: &Examination) {
    let manifest = P::MANIFEST;
    let Some(Ok(schema)) = manifest.config_schema() else { return };
    let schema = Value::from(schema);
    for name in schema["properties"].as_object().into_iter().flat_map(Map::keys) {
        examination.step(format!("a start with an unusual `{name}`"));
        for value in unusual() {
            let mut section = config.clone();
            section[name.as_str()] = value.clone();
            let fits = jsonschema::is_valid(&schema, &section);
            if fits && !is_harmless(&value) {
                continue;
            }
            let with = || format!("with `{name}` = {}", short(&value));
            match environment.start::<P>(section).await {
                Ok(kit) => {
                    kit.plugins().stop().await;
                    // serde reads a list as the fields of a table, one after the other.
                    if !fits && !value.is_array() {
                        examination.find(format!("it starts {}, which its schema does not allow", with()));
                    }
                }
                Err(error) if error.to_string().contains("panicked") => {
                    examination.find(format!("{}: {error}", with()));
                }
                Err(_) => {}
            }
        }
    }
}

fn unusual() -> [Value; 10] {
    [
        json!(null),
        json!(-1),
        json!(0),
        json!(u64::MAX),
        json!(i64::MIN),
        json!(""),
        json!("("),
        json!([[]]),
        json!({ "a": {} }),
        json!("x".repeat(10_000)),
    ]
}

/// Returns whether a plugin may be started with a value that fits: it names no folder and no host.
fn is_harmless(value: &Value) -> bool {
    value.is_number() || value == "" || value == "("
}
