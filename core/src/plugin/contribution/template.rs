use super::contribution::{Contribution, ContributionKind, NameScope};
use serde_json::{Map, Value, json};

/// A template of a plugin: a text with places for values, which [`Cx::render`](crate::Cx::render) fills in; made by
/// `#[template]`.
#[derive(Debug)]
pub struct TemplateDecl {
    /// The name, unique in the plugin: `page.html`.
    pub name: &'static str,
    /// What the template is for, as the constant's documentation says.
    pub description: &'static str,
    /// The text, in the syntax of Jinja.
    pub text: &'static str,
    /// The line of the declaration, in the manifest's file.
    pub line: u32,
}

impl TemplateDecl {
    /// The kind of templates.
    pub const KIND: &'static ContributionKind =
        &ContributionKind { name: "template", list: "templates", reserved: &[], scope: NameScope::Plugin };

    /// Returns whether values are escaped in it, as its name says.
    #[allow(
        clippy::case_sensitive_file_extension_comparisons,
        reason = "the template engine looks in the same way"
    )]
    pub fn is_html(&self) -> bool {
        self.name.ends_with(".html")
    }
}

impl Contribution for TemplateDecl {
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

    /// Returns the number of bytes of the text.
    fn details(&self) -> Map<String, Value> {
        Map::from_iter([("bytes".to_owned(), json!(self.text.len()))])
    }
}
