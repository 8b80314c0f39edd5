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
        if let Some(header) = line.strip_prefix('[') {
            section = header.split_once(']').map_or(header, |(name, _)| name).trim();
            has_features |= section == "features";
            found.extend(dependency(section));
        } else if let Some((key, _)) = line.split_once('=').filter(|_| !line.starts_with('#')) {
            match section {
                "" => found.extend(dependency(key)),
                "features" => found.push(first_word(key)),
                section if section.ends_with("dependencies") => found.push(first_word(key)),
                _ => {}
            }
        }
    }
    has_features.then_some(found)
}

/// Returns the dependency that a dotted key names: `dependencies.notes`.
fn dependency(key: &str) -> Option<String> {
    let (_, name) = key.rsplit_once("dependencies.")?;
    Some(first_word(name))
}

/// Returns the first word of a dotted key, without its quotes.
fn first_word(key: &str) -> String {
    let key = key.trim();
    let quote = key.chars().next().filter(|first| ['"', '\''].contains(first));
    let word = match quote {
        Some(quote) => key[1..].split(quote).next(),
        None => key.split('.').next(),
    };
    word.unwrap_or_default().trim().to_owned()
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
    fn dependencies_of_a_platform_and_comments_are_read_as_well() {
        let manifest = "[features] # those that there are\na = [] # none\n\n[target.'cfg(unix)'.dependencies]\nb = { version = \"1\", optional = true }\n\
                        [dependencies] # more\n\"c.d\" = \"1\"\n[dependencies.e] # x\noptional = true\n";
        assert_eq!(read(manifest).unwrap(), ["a", "b", "c.d", "e"]);
    }

    #[test]
    fn without_the_section_nothing_is_known() {
        assert_eq!(read("[package]\nname = \"x\"\n"), None);
    }
}
