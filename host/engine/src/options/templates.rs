use hookwire::config::Problem;
use schemars::JsonSchema;
use serde::Deserialize;
use std::path::PathBuf;

/// How pages look: `[templates]`.
#[derive(Debug, Clone, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields)]
pub struct TemplateOptions {
    /// The name of the agent, above each page.
    pub title: String,
    /// The folder with files in the place of templates: `layout.html`, `<plugin>/<template>`, `host/<template>`. They are read
    /// when a page is made, so that a change needs no restart.
    pub folder: Option<PathBuf>,
}

impl Default for TemplateOptions {
    fn default() -> Self {
        Self { title: "Hookwire".into(), folder: None }
    }
}

impl TemplateOptions {
    /// Returns a problem if the folder is not there.
    pub(super) fn check(&self) -> Option<Problem> {
        let folder = self.folder.as_ref().filter(|folder| !folder.is_dir())?;
        let path = ["templates", "folder"].map(str::to_owned).to_vec();
        Some(Problem::new(
            path,
            format!("there is no folder `{}`; make it, or leave this out", folder.display()),
        ))
    }
}
