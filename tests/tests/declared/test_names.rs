//! The names of the tests in a file.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use std::collections::BTreeSet;

/// Returns the names of all functions with `#[test]` or an attribute that ends so, also within modules and macros.
pub(crate) fn test_names(source: TokenStream) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    collect(source, &mut names);
    names
}

fn collect(tokens: TokenStream, names: &mut BTreeSet<String>) {
    let (mut is_test, mut is_function) = (false, false);
    let mut before_is_hash = false;
    for token in tokens {
        let is_hash = matches!(&token, TokenTree::Punct(punct) if punct.as_char() == '#');
        match token {
            TokenTree::Group(group) if before_is_hash && group.delimiter() == Delimiter::Bracket => {
                is_test |= ends_in_test(group.stream());
            }
            TokenTree::Group(group) => {
                collect(group.stream(), names);
                is_test &= group.delimiter() != Delimiter::Brace;
            }
            TokenTree::Ident(ident) if is_function => {
                if is_test {
                    names.insert(ident.to_string());
                }
                (is_test, is_function) = (false, false);
            }
            TokenTree::Ident(ident) => is_function = ident == "fn",
            TokenTree::Punct(punct) => is_test &= punct.as_char() != ';',
            TokenTree::Literal(_) => {}
        }
        before_is_hash = is_hash;
    }
}

/// Returns whether the path of an attribute ends in `test`: `test`, `tokio::test(..)`.
fn ends_in_test(attribute: TokenStream) -> bool {
    let path = attribute.into_iter().map_while(|token| match token {
        TokenTree::Ident(ident) => Some(ident.to_string()),
        TokenTree::Punct(punct) if punct.as_char() == ':' => Some(String::new()),
        _ => None,
    });
    path.last().is_some_and(|last| last == "test")
}
