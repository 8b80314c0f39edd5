//! The features of the package that is compiled, as its `Cargo.toml` tells.

use std::{env, fs, path::Path};

/// Returns the names of the features, if they can be read.
pub(crate) fn declared() -> Option<Vec<String>> {
    let folder = env::var_os("CARGO_MANIFEST_DIR")?;
    let manifest = fs::read_to_string(Path::new(&folder).join("Cargo.toml")).ok()?;
    read(&manifest)
}

/// Reads the keys of the sections that make features; optional dependencies are among them.
fn read(manifest: &str) -> Option<Vec<String>> {
    let (mut found, mut section, mut has_features) = (Vec::new(), "", false);
    for line in manifest.lines().map(str::trim) {
        if let Some(name) = line.strip_prefix('[') {
            section = name.trim_end_matches(']').trim();
            has_features |= section == "features";
            found.extend(section.strip_prefix("dependencies.").map(|name| unquoted(name).to_owned()));
        } else if let Some((key, _)) = line.split_once('=').filter(|_| !line.starts_with('#'))
            && (section == "features" || section == "dependencies")
        {
            let name = key.trim().split('.').next().unwrap_or_default();
            found.push(unquoted(name).to_owned());
        }
    }
    has_features.then_some(found)
}

fn unquoted(name: &str) -> &str {
    name.trim().trim_matches(['"', '\''])
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn the_keys_of_features_and_dependencies_are_names_of_features() {
        let manifest = "[package]\nname = \"x\"\n\n[features]\ndefault = [\"a\"]\n# b = []\n\"c\" = [\n  \"d\",\n]\n\n\
                        [dependencies]\ne.workspace = true\nf = { path = \"..\" }\n\n[dependencies.g]\noptional = true\n";
        assert_eq!(read(manifest).unwrap(), ["default", "c", "e", "f", "g"]);
    }

    #[test]
    fn without_the_section_nothing_is_known() {
        assert_eq!(read("[package]\nname = \"x\"\n"), None);
    }
}
