use std::any::{Any, TypeId};
use std::fmt;
use std::ptr;

/// A value whose type is forgotten, to be found again by type without a call.
pub struct Erased {
    type_id: TypeId,
    value: Box<dyn Any + Send + Sync>,
}

impl Erased {
    /// Takes a value of any type.
    pub fn new(value: Box<dyn Any + Send + Sync>) -> Self {
        Self { type_id: (*value).type_id(), value }
    }

    /// Returns the value, if it is a `T`.
    #[inline]
    #[allow(clippy::cast_ptr_alignment, reason = "it is a `T` and is aligned as one")]
    pub fn get<T: 'static>(&self) -> Option<&T> {
        if self.type_id != TypeId::of::<T>() {
            return None;
        }
        // SAFETY: the value's own type is the one of this id, and it is never changed (7).
        Some(unsafe { &*ptr::from_ref(&*self.value).cast::<T>() })
    }

    /// Returns the value as it is.
    pub fn as_any(&self) -> &(dyn Any + Send + Sync) {
        &*self.value
    }
}

impl fmt::Debug for Erased {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Erased")
    }
}
