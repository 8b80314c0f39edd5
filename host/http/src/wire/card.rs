use hookwire::plugin;
use hookwire_engine::FilledCard;
use serde::Serialize;
use utoipa::ToSchema;

/// The cards of a page.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Cards {
    pub(crate) cards: Vec<Card>,
}

/// A card of a plugin. It has one of `fields`, `text`, `html` and `error`.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct Card {
    /// The card's name: the plugin's id and the method's name.
    name: &'static str,
    /// The id of the plugin.
    plugin: &'static str,
    /// The title.
    title: &'static str,
    /// The description.
    description: &'static str,
    /// The page that has the card: `dashboard`, `agent` or `session`.
    on: &'static str,
    /// Labels with their values.
    #[serde(skip_serializing_if = "Option::is_none")]
    fields: Option<Vec<CardField>>,
    /// Plain text.
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    /// HTML, which the plugin answers for.
    #[serde(skip_serializing_if = "Option::is_none")]
    html: Option<String>,
    /// The reason why the card could not be filled.
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
}

/// A label of a card, with its value.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct CardField {
    /// The label.
    label: String,
    /// The value.
    value: String,
}

impl From<FilledCard> for Card {
    fn from(card: FilledCard) -> Self {
        let FilledCard { name, plugin, title, description, on, content, .. } = card;
        let (mut fields, mut text, mut html, mut error) = (None, None, None, None);
        match content {
            Ok(plugin::Card::Fields(list)) => fields = Some(list.into_iter().map(Into::into).collect()),
            Ok(plugin::Card::Text(given)) => text = Some(given),
            Ok(plugin::Card::Html(given)) => html = Some(given),
            Err(why) => error = Some(why),
        }
        Self { name, plugin, title, description, on: on.name(), fields, text, html, error }
    }
}

impl From<plugin::CardField> for CardField {
    fn from(field: plugin::CardField) -> Self {
        Self { label: field.label, value: field.value }
    }
}
