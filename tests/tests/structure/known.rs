//! What is still to be untied. Entries only leave; when the last is gone, so is this file.

/// Folders that hold a cycle: the crate and the module, empty for the crate itself.
const CYCLES: &[(&str, &str)] = &[
    ("hookwire-host", ""),
    ("hookwire-host", "agent"),
    ("hookwire-host", "chat"),
    ("hookwire-host", "cli"),
    ("hookwire-host", "http"),
    ("hookwire-host", "http::talk"),
    ("hookwire-host", "store"),
    ("hookwire-host", "store::sql"),
    ("hookwire-host", "turn"),
];

/// Crates whose modules do not stand on their floors.
const WITHOUT_FLOORS: &[&str] = &["hookwire-macros", "hookwire-host"];

/// Crates that ARCHITECTURE.md lists before they exist.
const PLANNED: &[&str] = &[
    "hookwire-engine",
    "hookwire-config",
    "hookwire-store",
    "hookwire-http",
    "hookwire-terminal",
    "hookwire-cli",
];

pub(crate) fn has_cycle(package: &str, folder: &[String]) -> bool {
    CYCLES.contains(&(package, folder.join("::").as_str()))
}

pub(crate) fn is_without_floors(package: &str) -> bool {
    WITHOUT_FLOORS.contains(&package)
}

pub(crate) fn is_planned(package: &str) -> bool {
    PLANNED.contains(&package)
}
