//! What every plugin should stand.

hookwire::conformance!(hookwire_user_memory::UserMemory);
