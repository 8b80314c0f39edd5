//! What every plugin should stand.

hookwire::conformance!(hookwire_attachment_hints::AttachmentHints);
