/// A text that teaches the model something, loaded when it is needed; made by `#[skill]`.
#[derive(Debug)]
pub struct SkillDecl {
    /// The name the model asks for.
    pub name: &'static str,
    /// When to load it.
    pub description: &'static str,
    /// The text.
    pub text: &'static str,
    /// Where it stands, in the manifest's file.
    pub line: u32,
}
