use std::env;
use std::ffi::OsString;

/// The environment variables that every command sees: where things are, and which language is spoken.
const HARMLESS: [&str; 22] = [
    "PATH",
    "HOME",
    "USER",
    "LOGNAME",
    "SHELL",
    "TERM",
    "TZ",
    "TMPDIR",
    "LANG",
    "LANGUAGE",
    "LC_ALL",
    "LC_CTYPE",
    "LC_MESSAGES",
    "NO_COLOR",
    "CARGO_HOME",
    "RUSTUP_HOME",
    "GOPATH",
    "GOROOT",
    "JAVA_HOME",
    "NVM_DIR",
    "VIRTUAL_ENV",
    "XDG_CACHE_HOME",
];

/// Returns the environment of a command: the harmless variables of the host and `further` ones.
pub(super) fn variables(further: &[String]) -> impl Iterator<Item = (String, OsString)> {
    let names = HARMLESS.into_iter().chain(further.iter().map(String::as_str));
    names.filter_map(|name| env::var_os(name).map(|value| (name.to_owned(), value)))
}
