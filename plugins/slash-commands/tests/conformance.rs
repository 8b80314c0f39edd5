//! What every plugin should stand.

hookwire::conformance!(hookwire_slash_commands::SlashCommands);
