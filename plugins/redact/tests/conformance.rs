//! What every plugin should stand.

hookwire::conformance!(hookwire_redact::Redact);
