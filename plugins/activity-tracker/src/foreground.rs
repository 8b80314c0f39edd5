use crate::owner::Owner;
use hookwire::Cx;
use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The requests that are worked on at this moment, each marked from its start to its end.
#[derive(Debug, Default)]
pub(crate) struct Foreground(Mutex<HashMap<String, Owner>>);

impl Foreground {
    /// Marks a request. One that goes on after a crash is marked again, which changes nothing.
    pub(crate) fn mark(&self, cx: &Cx) {
        if let Some(request) = &cx.identity().request {
            self.lock().insert(request.clone(), Owner::of(cx));
        }
    }

    /// Takes the mark of a request away.
    pub(crate) fn unmark(&self, cx: &Cx) {
        if let Some(request) = &cx.identity().request {
            self.lock().remove(request);
        }
    }

    /// Returns how many requests are worked on, of those that whoever asks may see; the one that asks does not count.
    pub(crate) fn count(&self, cx: &Cx) -> usize {
        let asking = cx.identity().request.as_deref();
        let marks = self.lock();
        marks.iter().filter(|(request, owner)| asking != Some(request) && owner.is_seen_by(cx)).count()
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<String, Owner>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
