use std::env;

/// Returns the name of the operating system's user who runs the process: `USER`, else `LOGNAME`, else the number.
pub(super) fn current_user() -> String {
    let name = |variable: &str| env::var(variable).ok().filter(|name| !name.is_empty());
    name("USER").or_else(|| name("LOGNAME")).unwrap_or_else(|| rustix::process::getuid().as_raw().to_string())
}
