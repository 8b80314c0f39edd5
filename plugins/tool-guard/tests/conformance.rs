//! What every plugin should stand.

hookwire::conformance!(hookwire_tool_guard::ToolGuard);
