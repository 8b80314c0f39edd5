use super::contribution::{Contribution, ContributionKind};

/// A text that teaches the model something, loaded when it is needed; made by `#[skill]`.
#[derive(Debug)]
pub struct SkillDecl {
    /// The name that the model asks for.
    pub name: &'static str,
    /// When to load the skill.
    pub description: &'static str,
    /// The text.
    pub text: &'static str,
    /// The line of the declaration, in the manifest's file.
    pub line: u32,
}

impl SkillDecl {
    /// The kind of skills.
    pub const KIND: &'static ContributionKind =
        &ContributionKind { name: "skill", list: "skills", reserved: &[] };
}

impl Contribution for SkillDecl {
    fn kind(&self) -> &'static ContributionKind {
        Self::KIND
    }

    fn name(&self) -> &'static str {
        self.name
    }

    fn description(&self) -> &'static str {
        self.description
    }

    fn line(&self) -> u32 {
        self.line
    }
}
