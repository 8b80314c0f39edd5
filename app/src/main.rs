//! The agent: this list and nothing else decides which plugins are in the binary.

// A plugin that is a dependency and not in the list, or a feature that does not exist, does not compile.
#![deny(unused_crate_dependencies, unexpected_cfgs)]

use hookwire_host::Heap;
use std::process::ExitCode;

/// Counts what each plugin takes, and ends a worker that takes too much.
#[global_allocator]
static HEAP: Heap = Heap::new();

fn main() -> ExitCode {
    hookwire_host::main(hookwire::plugins! {
        "activity-tracker" => hookwire_activity_tracker::ActivityTracker { routes },
        "attachment-hints" => hookwire_attachment_hints::AttachmentHints { files },
        "message-logger" => hookwire_message_logger::MessageLogger { net },
        "model-genai" => hookwire_model_genai::ModelGenai { env, net },
        "notes" => hookwire_notes::Notes { files },
        "redact" => hookwire_redact::Redact,
        "slash-commands" => hookwire_slash_commands::SlashCommands { sessions },
        "starter" => hookwire_starter::Starter { routes },
        "tool-guard" => hookwire_tool_guard::ToolGuard,
        "tool-rewrite" => hookwire_tool_rewrite::ToolRewrite,
        "user-memory" => hookwire_user_memory::UserMemory { model, sessions },
        "workspace" => hookwire_workspace::Workspace { files, process },
    })
}
