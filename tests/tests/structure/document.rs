//! The blocks of `ARCHITECTURE.md` that are checked.

use crate::arrows::Floors;
use crate::workspace::Package;
use std::collections::BTreeMap;

/// Reads the floors of each crate: its name, then a line for each floor, indented, from the ground to the roof.
pub(crate) fn floors(page: &str) -> BTreeMap<String, Floors> {
    let mut crates: BTreeMap<String, Floors> = BTreeMap::new();
    let mut current = String::new();
    for line in block(page, "floors") {
        if line.starts_with(' ') {
            let floor = line.split([' ', ',']).filter(|word| !word.is_empty()).map(str::to_owned);
            crates.entry(current.clone()).or_default().push(floor.collect());
        } else {
            line.trim().clone_into(&mut current);
            crates.entry(current.clone()).or_default();
        }
    }
    crates
}

/// Reads what each crate may depend on: `name: name name`. A name may be a folder of crates: `plugins/*`.
pub(crate) fn crates(page: &str) -> BTreeMap<String, Vec<String>> {
    let entries = block(page, "crates").map(|line| {
        let (name, allowed) = line.split_once(':').unwrap_or_else(|| panic!("`{line}` has no `:`"));
        let allowed = allowed.split([' ', ',']).filter(|word| !word.is_empty()).map(str::to_owned);
        (name.trim().to_owned(), allowed.collect())
    });
    entries.collect()
}

/// Returns whether a name of the page, or a folder, means a crate.
pub(crate) fn means(name: &str, package: &Package) -> bool {
    match name.strip_suffix("/*") {
        Some(folder) => package.manifest.starts_with(folder),
        None => package.name == name,
    }
}

fn block<'a>(page: &'a str, info: &str) -> impl Iterator<Item = &'a str> + use<'a> {
    let fence = format!("```{info}\n");
    let start =
        page.find(&fence).unwrap_or_else(|| panic!("ARCHITECTURE.md has no block `{info}`")) + fence.len();
    let text = &page[start..];
    let end = text.find("```").unwrap_or_else(|| panic!("the block `{info}` of ARCHITECTURE.md has no end"));
    text[..end].lines().filter(|line| !line.trim().is_empty())
}
