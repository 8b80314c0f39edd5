use super::context::Cx;
use super::services::{MissingService, RenderError};
use crate::error::Result;
use futures_util::FutureExt;
use futures_util::future::{BoxFuture, ready};
use serde::Serialize;
use serde_json::{Map, Value};

impl Cx {
    /// Fills a template of the plugin with values, and returns the text.
    ///
    /// The template is one that the plugin declares with [`#[template]`](macro@crate::template), or the operator's file that
    /// stands for it (`templates.folder`). The values are a struct or a map. In a template whose name ends in `.html` each
    /// value is escaped; no value is ever read as a template. A name that has no value is empty text. `site` is the host's:
    /// `site.title`, `site.home`, `site.base` and `site.nav`, for the layout.
    ///
    /// A [`RenderError`] says what is wrong: the template, its line, that it takes too many steps, or makes too much.
    ///
    /// ```
    /// use hookwire::{Cx, Result, plugin};
    /// use serde_json::json;
    ///
    /// /// Greets by letter.
    /// #[derive(Default)]
    /// struct Letters;
    ///
    /// #[plugin(id = "letters")]
    /// impl Letters {
    ///     #[template("letter.html")]
    ///     const LETTER: &str = "<p>Dear {{ name }},</p>";
    ///
    ///     /// Writes the beginning of a letter.
    ///     #[tool]
    ///     async fn begin(&self, name: String, cx: &Cx) -> Result<String> {
    ///         cx.render("letter.html", &json!({ "name": name })).await
    ///     }
    /// }
    /// ```
    pub fn render<'a>(
        &'a self,
        name: &'a str,
        values: &(impl Serialize + ?Sized),
    ) -> BoxFuture<'a, Result<String>> {
        match named(name, values) {
            Ok(values) => match &self.services().render {
                Some(service) => service.render(name, values, self),
                None => ready(Err(MissingService::render(name).into())).boxed(),
            },
            Err(error) => ready(Err(error.into())).boxed(),
        }
    }
}

/// Returns the values as an object.
fn named(name: &str, values: &(impl Serialize + ?Sized)) -> Result<Value, RenderError> {
    let written = serde_json::to_value(values);
    match written.map_err(|source| RenderError::Unwritable { name: name.into(), source })? {
        Value::Null => Ok(Value::Object(Map::new())),
        values @ Value::Object(_) => Ok(values),
        _ => Err(RenderError::Nameless { name: name.into() }),
    }
}
