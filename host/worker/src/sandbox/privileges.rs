use super::level::Enforced;
use super::threads;
use rustix::io::Errno;
use rustix::thread::{
    CapabilitySet, CapabilitySets, capabilities, clear_ambient_capability_set,
    remove_capability_from_bounding_set, set_capabilities, set_no_new_privs,
};

/// Forbids this process and all that it starts to gain privileges.
pub(super) fn forbid_new() -> Enforced {
    match set_no_new_privs(true) {
        Ok(()) => Enforced::Full,
        Err(error) => Enforced::none(error.to_string()),
    }
}

/// Drops every capability from every set of this thread.
pub(super) fn drop_capabilities(no_new_privs: bool, others: usize) -> Enforced {
    // A kernel without ambient capabilities has none to clear, and what counts is looked at below.
    let _ = clear_ambient_capability_set();
    let bounded = drop_bounding_set();
    let nothing = CapabilitySet::empty();
    let none = CapabilitySets { effective: nothing, permitted: nothing, inheritable: nothing };
    if let Err(error) = set_capabilities(None, none) {
        return Enforced::none(error.to_string());
    }
    match capabilities(None) {
        Ok(left) if left == none && others > 0 => Enforced::partial(threads::reason(others)),
        // The bounding set says what a program that is started may gain; with `no_new_privs` it gains nothing.
        Ok(left) if left == none && (bounded || no_new_privs) => Enforced::Full,
        Ok(left) if left == none => Enforced::partial("the bounding set is not empty"),
        Ok(left) => Enforced::none(format!("{:?} are left", left.effective)),
        Err(error) => Enforced::none(error.to_string()),
    }
}

/// Empties the bounding set, which takes the privilege to do so; returns whether it is empty.
fn drop_bounding_set() -> bool {
    for bit in 0..u64::BITS {
        match remove_capability_from_bounding_set(CapabilitySet::from_bits_retain(1 << bit)) {
            Ok(()) => {}
            // The first number that the kernel does not know.
            Err(Errno::INVAL) => return bit > 0,
            Err(_) => return false,
        }
    }
    true
}
