//! Comparisons of names that work at compile time too.

/// Returns whether two names are the same, from the end: names begin alike more often, and the compiler counts each step.
pub(super) const fn same(a: &str, b: &str) -> bool {
    let mut index = a.len();
    if index != b.len() {
        return false;
    }
    let (a, b) = (a.as_bytes(), b.as_bytes());
    while index > 0 {
        index -= 1;
        if a[index] != b[index] {
            return false;
        }
    }
    true
}

/// Returns a number that names which differ mostly do not share.
pub(super) const fn hash(name: &str) -> usize {
    let name = name.as_bytes();
    let (mut hash, mut index) = (0_usize, 0);
    while index < name.len() {
        hash = hash.wrapping_mul(31).wrapping_add(name[index] as usize);
        index += 1;
    }
    hash
}

/// Returns whether a name comes before another in the alphabet.
pub(super) const fn is_before(a: &str, b: &str) -> bool {
    matches!(compare(a, b), Order::Before)
}

/// Returns whether a name is in a list.
pub(super) const fn is_in(name: &str, list: &[&str]) -> bool {
    let mut index = 0;
    while index < list.len() {
        if same(name, list[index]) {
            return true;
        }
        index += 1;
    }
    false
}

/// How one name stands to another in the alphabet.
#[derive(Clone, Copy)]
pub(super) enum Order {
    Before,
    Same,
    Behind,
}

/// Compares two names, byte by byte.
pub(super) const fn compare(a: &str, b: &str) -> Order {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let mut index = 0;
    while index < a.len() && index < b.len() {
        if a[index] != b[index] {
            return if a[index] < b[index] { Order::Before } else { Order::Behind };
        }
        index += 1;
    }
    if a.len() == b.len() {
        Order::Same
    } else if a.len() < b.len() {
        Order::Before
    } else {
        Order::Behind
    }
}
