use crate::lock::lock;
use crate::panic::message;
use std::any::{Any, TypeId, type_name};
use std::collections::HashMap;
use std::fmt;
use std::mem;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;

/// The values that hooks share for the length of one turn, one of each type.
///
/// All contexts of a turn see the same values, those of members and of nested calls as well. A plugin keeps its values
/// apart from others' by a type of its own; plugins that share one take its type from a crate that both depend on.
#[derive(Default)]
pub struct TurnValues(Mutex<HashMap<TypeId, Value>>);

struct Value {
    type_name: &'static str,
    value: Box<dyn Any + Send>,
}

impl TurnValues {
    /// Puts a value in, and returns the one of this type that was there.
    pub fn insert<T: Send + 'static>(&self, value: T) -> Option<T> {
        let value = Value { type_name: type_name::<T>(), value: Box::new(value) };
        let old = lock(&self.0).insert(TypeId::of::<T>(), value);
        unbox(old?)
    }

    /// Returns a copy of the value of a type.
    pub fn get<T: Clone + Send + 'static>(&self) -> Option<T> {
        lock(&self.0).get(&TypeId::of::<T>())?.value.downcast_ref().cloned()
    }

    /// Changes the value of a type, which is `T::default()` if there was none, and returns what `change` returns.
    ///
    /// No other value can be looked at meanwhile: `change` must be short, and must not use the turn's values itself.
    #[allow(clippy::missing_panics_doc, reason = "it cannot: a value is stored under its own type")]
    pub fn update<T: Default + Send + 'static, R>(&self, change: impl FnOnce(&mut T) -> R) -> R {
        let mut values = lock(&self.0);
        let entry = values
            .entry(TypeId::of::<T>())
            .or_insert_with(|| Value { type_name: type_name::<T>(), value: Box::<T>::default() });
        change(entry.value.downcast_mut().expect("a value is stored under its own type"))
    }

    /// Takes the value of a type out.
    pub fn remove<T: Send + 'static>(&self) -> Option<T> {
        let old = lock(&self.0).remove(&TypeId::of::<T>());
        unbox(old?)
    }
}

fn unbox<T: 'static>(value: Value) -> Option<T> {
    value.value.downcast().ok().map(|value| *value)
}

/// Values are of plugins' own types: what they do when they are dropped must not reach whoever ends the turn.
impl Drop for TurnValues {
    fn drop(&mut self) {
        for (_, Value { type_name, value }) in mem::take(&mut *lock(&self.0)) {
            if let Err(payload) = catch_unwind(AssertUnwindSafe(|| drop(value))) {
                tracing::warn!("a `{type_name}` panicked while its turn ended: {}", message(payload));
            }
        }
    }
}

impl fmt::Debug for TurnValues {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(lock(&self.0).values().map(|value| value.type_name)).finish()
    }
}
