use hookwire::cx::{Capability, ClockService, Cx, EnvService, Permissions};
use hookwire::remote::RemoteError;
use hookwire::{Error, Secret};
use serde::{Deserialize, Serialize, Serializer};
use std::collections::BTreeMap;
use std::env;
use std::fmt;
use std::path::PathBuf;
use std::time::{Duration, SystemTime};

/// What a worker is given of the host's services when it starts, as a plugin's code cannot wait for it.
#[derive(Clone, Serialize, Deserialize)]
pub struct Given {
    #[serde(serialize_with = "exposed")]
    env: BTreeMap<String, Secret>,
    clock: Option<ClockOffset>,
    http: bool,
    data: Option<PathBuf>,
    dir: Result<PathBuf, RemoteError>,
}

/// By how much the host's clock is another one than the machine's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClockOffset {
    /// It is ahead.
    Ahead(Duration),
    /// It is behind.
    Behind(Duration),
}

impl Given {
    /// Takes what the plugin of a context may have: the variables that it declares, with the capability `env` all that the
    /// host's process has.
    pub fn of(cx: &Cx, permissions: &Permissions) -> Self {
        let offer = cx.offer();
        Self {
            env: variables(cx, permissions),
            clock: offer.clock.then(|| ClockOffset::between(SystemTime::now(), cx.now())),
            http: offer.http,
            data: offer.data,
            dir: cx.dir().path().map_err(|error| RemoteError::of(&error)),
        }
    }

    /// Returns whether the host sends HTTP requests for plugins.
    pub(super) fn has_http(&self) -> bool {
        self.http
    }

    /// Returns the offset of the host's clock, if it is not the machine's.
    pub(super) fn clock(&self) -> Option<ClockOffset> {
        self.clock
    }

    /// Returns the folder of the host's own files.
    pub(super) fn data(&self) -> Option<&PathBuf> {
        self.data.as_ref()
    }

    /// Returns the plugin's own folder.
    pub(super) fn dir(&self) -> Result<PathBuf, Error> {
        self.dir.clone().map_err(RemoteError::into_error)
    }
}

fn variables(cx: &Cx, permissions: &Permissions) -> BTreeMap<String, Secret> {
    let declared = permissions.env.iter().map(|env| env.name.to_owned());
    let any = permissions.has(Capability::Env).then(env::vars_os).into_iter().flatten();
    let names = declared.chain(any.filter_map(|(name, _)| name.into_string().ok()));
    names.filter_map(|name| cx.env(&name).ok().map(|value| (name, value))).collect()
}

fn exposed<S: Serializer>(env: &BTreeMap<String, Secret>, to: S) -> Result<S::Ok, S::Error> {
    to.collect_map(env.iter().map(|(name, value)| (name, value.expose())))
}

impl EnvService for Given {
    fn var(&self, name: &str) -> Option<Secret> {
        self.env.get(name).cloned()
    }
}

impl ClockOffset {
    fn between(machine: SystemTime, host: SystemTime) -> Self {
        match host.duration_since(machine) {
            Ok(ahead) => Self::Ahead(ahead),
            Err(error) => Self::Behind(error.duration()),
        }
    }
}

impl ClockService for ClockOffset {
    fn now(&self) -> SystemTime {
        let now = SystemTime::now();
        let there = match *self {
            Self::Ahead(by) => now.checked_add(by),
            Self::Behind(by) => now.checked_sub(by),
        };
        there.unwrap_or(now)
    }
}

/// Shows the names of variables and no value.
impl fmt::Debug for Given {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { env, clock, http, data, dir } = self;
        f.debug_struct("Given")
            .field("env", &env.keys())
            .field("clock", clock)
            .field("http", http)
            .field("data", data)
            .field("dir", dir)
            .finish()
    }
}
