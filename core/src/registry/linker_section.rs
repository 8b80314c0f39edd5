use crate::plugin::Manifest;

/// Not public API. Used by generated code.
///
/// The one linker section of the framework. The section's name is this identifier alone, so nobody else may
/// declare a slice of this name; and its order is the linker's, so nobody may rely on it.
#[doc(hidden)]
#[linkme::distributed_slice]
pub static HOOKWIRE_PLUGINS: [&'static Manifest];
