//! What every plugin should stand: hostile events, arguments and settings, many calls at once, calls that are dropped.

hookwire::conformance!(
    hookwire_starter::Starter,
    serde_json::json!({ "terms": { "SLA": "what we promise" } })
);
