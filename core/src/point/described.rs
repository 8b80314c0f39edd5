use std::any::TypeId;

/// A type whose fields are described: an event, or a part of one.
///
/// Derive it for an event that is not the point's own type, and for the types inside of events: then `hooks --point` and
/// `hooks --markdown` print their fields. Nothing else depends on it.
///
/// ```
/// use hookwire::{Described, hook_point};
/// use serde::{Deserialize, Serialize};
///
/// /// Fired before a customer is charged.
/// #[hook_point("billing.charge", kind = edit, event = Charge)]
/// pub struct BillingCharge;
///
/// /// A charge.
/// #[derive(Debug, Clone, Serialize, Deserialize, Described)]
/// pub struct Charge {
///     /// The amount, in cents.
///     pub amount: u64,
/// }
///
/// assert_eq!(Charge::INFO.fields[0].doc, "The amount, in cents.");
/// ```
pub trait Described {
    /// What is known of the type before the program runs.
    const INFO: &'static TypeInfo;
}

impl<T: Described> Described for Option<T> {
    const INFO: &'static TypeInfo = T::INFO;
}

impl<T: Described> Described for Vec<T> {
    const INFO: &'static TypeInfo = T::INFO;
}

impl<T: Described> Described for Box<T> {
    const INFO: &'static TypeInfo = T::INFO;
}

/// What is known of a type before the program runs: its fields, or its variants.
#[derive(Debug)]
pub struct TypeInfo {
    /// The type.
    pub id: TypeId,
    /// The name.
    pub name: &'static str,
    /// The first paragraph of the documentation.
    pub doc: &'static str,
    /// The fields, in the order of the source; those of a tuple are called `0`, `1` and so on.
    pub fields: &'static [FieldInfo],
    /// The variants of an `enum`, in the order of the source.
    pub variants: &'static [VariantInfo],
}

/// A field of a type.
#[derive(Debug)]
pub struct FieldInfo {
    /// The name.
    pub name: &'static str,
    /// The type, as written.
    pub type_name: &'static str,
    /// The first paragraph of the documentation.
    pub doc: &'static str,
    /// Returns what is known of the type, or of what an `Option`, `Vec` or `Box` holds. A function, as a type may hold itself.
    pub type_info: fn() -> Option<&'static TypeInfo>,
}

/// A variant of an `enum`.
#[derive(Debug)]
pub struct VariantInfo {
    /// The name, with what the variant holds, as written: `Deny(String)`.
    pub name: &'static str,
    /// The first paragraph of the documentation.
    pub doc: &'static str,
}

impl TypeInfo {
    /// Returns this type and those inside of it, each once, in the order in which they are met.
    pub fn with_parts(&'static self) -> Vec<&'static Self> {
        let mut found = vec![self];
        let mut next = 0;
        while let Some(&info) = found.get(next) {
            for inner in info.fields.iter().filter_map(|field| (field.type_info)()) {
                if !found.iter().any(|known| known.id == inner.id) {
                    found.push(inner);
                }
            }
            next += 1;
        }
        found
    }
}
