use crate::ui::{ago, date, lines, table};
use hookwire_engine::store::Token;
use hookwire_engine::time::now;

/// Returns a table of tokens by name; the store has only hashes of the tokens themselves.
pub fn tokens_text(tokens: &[Token]) -> String {
    if tokens.is_empty() {
        return "there are no tokens; make one with: hookwire tokens add NAME".into();
    }
    let mut table = table(&["name", "tenant", "user", "made", "works until"]);
    for token in tokens {
        let until = match token.expires_at {
            None => "for ever".into(),
            Some(at) if at <= now() => "expired".into(),
            Some(at) => date(at),
        };
        table.add_row([&token.name, &token.owner.tenant, &token.owner.user, &ago(token.created_at), &until]);
    }
    lines(&table)
}
