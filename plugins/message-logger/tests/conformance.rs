//! What every plugin should stand.

hookwire::conformance!(hookwire_message_logger::MessageLogger);
