use super::Engine;
use crate::cards::{self, CardPage, FilledCard};
use crate::pages;
use serde_json::Value;

impl Engine {
    /// Fills in a template of the host: one of those that are given by name and text. Like those of plugins they can extend the
    /// layout, and a file of the operator's may stand for each.
    pub async fn render_page(
        &self,
        templates: &[(&str, &str)],
        name: &str,
        values: Value,
    ) -> hookwire::Result<String> {
        pages::render_own(self.state(), templates, name, values).await
    }

    /// Says under which path pages are reached, so that the layout links to them.
    pub fn set_base_path(&self, base: &str) {
        self.state().services().templates().set_base_path(base);
    }

    /// Fills the cards that plugins have on a page.
    pub async fn cards(&self, page: CardPage<'_>) -> Vec<FilledCard> {
        cards::fill(self.state(), page).await
    }
}
