use serde::{Deserialize, Serialize};

/// The content of a card: what a method marked `#[card]` returns.
///
/// ```
/// use hookwire::plugin::Card;
///
/// let card = Card::fields([("notes", "12"), ("last written", "today")]);
/// assert_eq!(card, Card::fields(vec![("notes".to_owned(), 12.to_string()), ("last written".into(), "today".into())]));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Card {
    /// Labels with values, one below the other.
    Fields(Vec<CardField>),
    /// Plain text; its lines stay lines.
    Text(String),
    /// HTML, which pages show as it is: what [`Cx::render`](crate::Cx::render) made. Pages run no scripts.
    Html(String),
}

/// A label with its value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardField {
    /// The label.
    pub label: String,
    /// The value, plain text.
    pub value: String,
}

impl Card {
    /// Makes a card of labels with values.
    pub fn fields<L: Into<String>, V: Into<String>>(fields: impl IntoIterator<Item = (L, V)>) -> Self {
        let field = |(label, value): (L, V)| CardField { label: label.into(), value: value.into() };
        Self::Fields(fields.into_iter().map(field).collect())
    }

    /// Makes a card of plain text.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// Makes a card of HTML, as [`Cx::render`](crate::Cx::render) returns it; text of people belongs into the values of a
    /// template, which are escaped, and not in here.
    pub fn html(html: impl Into<String>) -> Self {
        Self::Html(html.into())
    }
}
