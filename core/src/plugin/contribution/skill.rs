use super::contribution::{Contribution, ContributionKind, NameScope};

/// A skill: a text that teaches the model something, loaded when it is needed; made by `#[skill]`.
///
/// The model sees name and description in the tool [`LOAD_SKILL`](super::LOAD_SKILL), and the text once it calls that.
#[derive(Debug)]
pub struct SkillDecl {
    /// The name, to which the model puts the plugin's id: see [`full_name`](Self::full_name).
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
        &ContributionKind { name: "skill", list: "skills", reserved: &[], scope: NameScope::Binary };

    /// Returns the name by which the model and people load the skill: `<plugin>:<name>`.
    pub fn full_name(&self, plugin: &str) -> String {
        format!("{plugin}:{}", self.name)
    }
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
