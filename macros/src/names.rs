//! The rules for names: those of plugins, tools, commands, verbs, skills, templates and providers.

use crate::errors::Errors;
use hookwire_text::reserved;
use quote::ToTokens;
use syn::LitStr;

/// Complains of a text that cannot be a plugin's id.
pub(crate) fn check_plugin(id: &LitStr, errors: &mut Errors) {
    let text = id.value();
    if !is_id(&text) {
        errors.on(
            id,
            format!(
                "`{text}` is no plugin id; write 1 to 64 lower-case letters, digits, `-` and `_`, a letter first: \
                 \"message-logger\""
            ),
        );
    }
}

/// Complains of a text that cannot be a tool's name; `token` is where it stands.
pub(crate) fn check_tool(text: &str, token: &impl ToTokens, errors: &mut Errors) {
    let letters = text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-');
    if !letters || text.is_empty() || text.len() > 64 {
        errors
            .on(token, format!("`{text}` is no tool name; models take 1 to 64 letters, digits, `_` and `-`"));
    } else if reserved::TOOLS.contains(&text) {
        errors.on(token, format!("`{text}` is a tool of the host; choose another name"));
    } else if text.contains("__") {
        errors.on(
            token,
            format!("`{text}` has `__` in it, as tools of a source have: `github__issues`; write one `_`"),
        );
    }
}

/// Complains of a text that cannot be the name of a source of tools, which stands before that of each tool.
pub(crate) fn check_tool_source(name: &LitStr, errors: &mut Errors) {
    let text = name.value();
    // Half of what models take is left for the tools.
    if !is_id(&text) || text.contains("__") || text.ends_with('_') || text.len() > 32 {
        errors.on(
            name,
            format!(
                "`{text}` is no name of a source of tools; write 1 to 32 lower-case letters, digits, `-` and single \
                 `_`, a letter first: \"github\""
            ),
        );
    }
}

/// Complains of a text that cannot be a command's name, which begins with a slash.
pub(crate) fn check_command(name: &LitStr, errors: &mut Errors) {
    let text = name.value();
    let word = text.strip_prefix('/').unwrap_or("");
    if word.is_empty() || !word.chars().all(is_id_letter) {
        errors.on(
            name,
            format!(
                "`{text}` is no command name; write a slash and then lower-case letters, digits, `-` or `_`: \"/clear\""
            ),
        );
    } else if reserved::COMMANDS.contains(&word) {
        errors.on(name, format!("`{text}` is a command of the host; choose another name"));
    }
}

/// Complains of a text that cannot be the name of a contribution whose kind asks for nothing else: a verb's, a skill's.
pub(crate) fn check_plain(name: &LitStr, noun: &str, example: &str, errors: &mut Errors) {
    let text = name.value();
    if !is_id(&text) {
        errors.on(
            name,
            format!(
                "`{text}` is no {noun} name; write 1 to 64 lower-case letters, digits, `-` and `_`: \"{example}\""
            ),
        );
    }
}

/// Returns why a text cannot be the name of a template.
pub(crate) fn not_a_template(text: &str) -> Option<String> {
    let letters = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    let has_ending =
        text.split_once('.').is_some_and(|(stem, ending)| !stem.is_empty() && !ending.is_empty());
    if !text.chars().all(letters) || !has_ending || text.len() > 64 {
        return Some(format!(
            "`{text}` is no template name; write 1 to 64 letters, digits, `-`, `_` and `.`, with an ending: \"page.html\""
        ));
    }
    (text == "layout.html").then(|| {
        "`layout.html` is the host's; extend it: `{% extends \"layout.html\" %}`, or choose another name"
            .into()
    })
}

/// Complains of a text that cannot be the name of a model provider.
pub(crate) fn check_provider(name: &LitStr, errors: &mut Errors) {
    let text = name.value();
    if !is_id(&text) || text.contains('_') {
        errors.on(
            name,
            format!(
                "`{text}` is no provider name; write lower-case letters, digits and `-`, a letter first: \"openai\""
            ),
        );
    }
}

/// Returns whether a text is 1 to 64 lower-case letters, digits, `-` and `_`, a letter first.
pub(crate) fn is_id(text: &str) -> bool {
    text.chars().all(is_id_letter) && text.starts_with(|c: char| c.is_ascii_lowercase()) && text.len() <= 64
}

fn is_id_letter(c: char) -> bool {
    c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_'
}
