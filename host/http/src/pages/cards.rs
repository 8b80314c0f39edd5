use hookwire::plugin::Card;
use hookwire_engine::FilledCard;
use serde_json::{Value, json};

/// Returns cards as the template `cards.html` shows them.
pub(super) fn values(cards: Vec<FilledCard>) -> Value {
    let value = |card: FilledCard| {
        let content = match card.content {
            Ok(Card::Fields(fields)) => json!({ "fields": fields }),
            Ok(Card::Text(text)) => json!({ "text": text }),
            Ok(Card::Html(html)) => json!({ "html": html }),
            Err(why) => json!({ "error": why }),
        };
        json!({ "title": card.title, "plugin": card.plugin, "description": card.description, "content": content })
    };
    cards.into_iter().map(value).collect()
}
