use super::problem::Problem;
use super::schema_path::declares;
use serde_json::{Map, Value};

/// The keys of a plugin's section that are the host's: where the plugin runs, and how much it may take.
pub const HOST_KEYS: [&str; 2] = ["tier", "limits"];

/// Returns whether a key of a plugin's section is the host's.
pub fn is_host_key(key: &str) -> bool {
    HOST_KEYS.contains(&key)
}

/// Takes the keys of the host out of the values of a plugin's section, and returns them with their values.
pub fn take_host_keys(values: &mut Map<String, Value>) -> Map<String, Value> {
    HOST_KEYS.iter().filter_map(|key| values.remove_entry(*key)).collect()
}

/// Returns a problem for each field of a plugin's own type that is called as a key of the host.
pub(super) fn fields_called_so(schema: &Value) -> Vec<Problem> {
    let called_so = HOST_KEYS.into_iter().filter(|key| declares(schema, key));
    let problem = |key: &str| {
        let message = format!(
            "the plugin's own configuration has a field `{key}`, which is a key of the host's in the section of every \
             plugin: the plugin's author has to call it otherwise, for example with #[serde(rename = \"max_{key}\")]"
        );
        Problem::new(vec![key.to_owned()], message)
    };
    called_so.map(problem).collect()
}
