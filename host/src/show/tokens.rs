use super::{lines, table};
use crate::agent::now;
use crate::store::Token;
use crate::time::{ago, date};

/// Lists tokens, without the tokens themselves, which nobody knows any more.
pub(crate) fn tokens(tokens: &[Token]) -> String {
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
        table.add_row([
            &token.name,
            &token.owner.tenant,
            &token.owner.user,
            &ago(now() - token.created_at),
            &until,
        ]);
    }
    lines(&table)
}
