use crate::Secret;
use crate::cx::EnvService;
use crate::lock::lock;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Mutex;

/// An environment of the variables that a test sets.
#[derive(Default)]
pub struct FakeEnv(Mutex<BTreeMap<String, String>>);

impl FakeEnv {
    /// Sets a variable.
    pub fn set(&self, name: &str, value: &str) {
        lock(&self.0).insert(name.into(), value.into());
    }
}

impl EnvService for FakeEnv {
    fn var(&self, name: &str) -> Option<Secret> {
        lock(&self.0).get(name).map(Secret::new)
    }
}

impl fmt::Debug for FakeEnv {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(lock(&self.0).keys()).finish()
    }
}
