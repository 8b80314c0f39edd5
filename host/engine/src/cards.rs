//! Cards of plugins, filled for somebody who opens a page.

use crate::state::EngineState;
use crate::store::{Owner, Session};
use futures_util::future::join_all;
use hookwire::cx::{Cancel, Identity, RequestKind};
use hookwire::live::Wiring;
use hookwire::plugin::{Card, CardDecl, CardPlace};

/// How many bytes a card may have: the page that it is on has a limit, too, and other cards.
const MOST_BYTES: usize = 256 << 10;
/// What a field of a card counts beside its texts.
const BYTES_OF_FIELD: usize = 32;

/// The page whose cards are wanted.
#[derive(Debug, Clone, Copy)]
pub enum CardPage<'a> {
    /// The start page of somebody.
    Dashboard(&'a Owner),
    /// The page of an agent, opened by somebody.
    Agent(&'a str, &'a Owner),
    /// The page of a session, opened by its owner.
    Session(&'a Session),
}

/// A card of a plugin with its content.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct FilledCard {
    /// The plugin's id and the method's name: `notes/latest`.
    pub name: &'static str,
    /// The plugin's id.
    pub plugin: &'static str,
    /// The title.
    pub title: &'static str,
    /// What the card shows, in a sentence.
    pub description: &'static str,
    /// The page it is on.
    pub on: CardPlace,
    /// The content, or why there is none.
    pub content: Result<Card, String>,
}

/// Fills the cards of a page, all at once; one that fails takes no other with it.
pub(crate) async fn fill(state: &EngineState, page: CardPage<'_>, mount: &str) -> Vec<FilledCard> {
    let (place, wiring, mut identity) = asked(state, page);
    mount.clone_into(&mut identity.mount);
    let cx = &state.cx(identity, Cancel::default());
    let of_page = wiring.contributions::<CardDecl>().filter(|(decl, _)| decl.on == place);
    let wiring = &wiring;
    let filled = of_page.map(|(decl, plugin)| async move {
        let content = within_limit(wiring.card(decl.name, cx).await?.map_err(|error| error.to_string()));
        let CardDecl { name, title, description, on, .. } = *decl;
        Some(FilledCard { name, plugin: plugin.id, title, description, on, content })
    });
    join_all(filled).await.into_iter().flatten().collect()
}

/// Returns what a card shows, or that it is too much.
fn within_limit(content: Result<Card, String>) -> Result<Card, String> {
    let bytes: usize = match &content {
        Ok(Card::Fields(fields)) => {
            fields.iter().map(|field| field.label.len() + field.value.len() + BYTES_OF_FIELD).sum()
        }
        Ok(Card::Text(text) | Card::Html(text)) | Err(text) => text.len(),
    };
    if bytes <= MOST_BYTES {
        return content;
    }
    Err(format!("the card has {bytes} bytes, and {MOST_BYTES} is the most: show less on it"))
}

fn asked(state: &EngineState, page: CardPage<'_>) -> (CardPlace, Wiring, Identity) {
    let of_agent = |agent: &str, owner: &Owner| state.identity(RequestKind::Chat, agent, owner, None);
    let (place, mut identity) = match page {
        CardPage::Dashboard(owner) => (CardPlace::Dashboard, of_agent(state.options().route("http"), owner)),
        CardPage::Agent(agent, owner) => (CardPlace::Agent, of_agent(agent, owner)),
        CardPage::Session(session) => {
            (CardPlace::Session, state.session_identity(RequestKind::Chat, session))
        }
    };
    identity.channel = Some("http".to_owned());
    // The start page shows what all plugins have, whatever agents they work for.
    let wiring = match page {
        CardPage::Dashboard(_) => state.plugins().wiring_of_all(),
        _ => state.wiring(&identity),
    };
    (place, wiring, identity)
}
