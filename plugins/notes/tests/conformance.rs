//! What every plugin should stand.

hookwire::conformance!(hookwire_notes::Notes);
