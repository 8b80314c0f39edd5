//! What every plugin should stand.

hookwire::conformance!(hookwire_activity_tracker::ActivityTracker);
