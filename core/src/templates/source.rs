use crate::plugin::{Manifest, TemplateDecl};

/// The name of the layout, which every plugin's templates can extend.
pub const LAYOUT: &str = "layout.html";

/// A template as it is read: its name, its text, and where that stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateSource {
    /// The name: `page.html`.
    pub name: String,
    /// The text.
    pub text: String,
    /// What errors call it: the name, or the file that stands for it.
    pub origin: String,
}

impl TemplateSource {
    /// Makes the source of a template that is in the binary.
    pub fn new(name: &str, text: &str) -> Self {
        Self { name: name.into(), text: text.into(), origin: name.into() }
    }

    /// Returns the layout that is in the binary.
    pub fn layout() -> Self {
        Self::new(LAYOUT, include_str!("layout.html"))
    }

    /// Returns the layout and the templates of a plugin, as they are in the binary.
    pub fn of_plugin(plugin: &Manifest) -> Vec<Self> {
        let own = plugin.contributions_of::<TemplateDecl>().map(|decl| Self::new(decl.name, decl.text));
        [Self::layout()].into_iter().chain(own).collect()
    }
}
