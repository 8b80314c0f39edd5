//! Which settings may be printed: those that a schema knows and in which it marks no secret.

use super::schema_index::SchemaIndex;
use hookwire::config;

/// Returns whether the value at a path may be printed.
pub(super) fn is_public(schemas: &SchemaIndex, path: &[String]) -> bool {
    schemas.find(path).is_some_and(|(root, keys)| config::is_public(&root, keys))
}
