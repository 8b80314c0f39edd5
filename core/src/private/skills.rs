/// Returns the text of a skill; does not compile if there is none.
pub const fn skill_text(text: &'static str) -> &'static str {
    assert!(!text.trim_ascii().is_empty(), "a skill needs a text: this constant is empty");
    text
}
