//! Paths in the tokens of macro calls and attributes.

use proc_macro2::{TokenStream, TokenTree};

/// Finds what looks like a path: `a::b`, a name that begins with a capital, a name that is called.
///
/// A text that is such a path counts too: `#[serde(with = "crate::time")]`.
pub(crate) fn paths(tokens: TokenStream, found: &mut dyn FnMut(Vec<String>, usize)) {
    let tokens: Vec<_> = tokens.into_iter().collect();
    let mut at = 0;
    while at < tokens.len() {
        match &tokens[at] {
            TokenTree::Group(group) => paths(group.stream(), found),
            TokenTree::Literal(literal) => {
                let text = literal.to_string();
                if let Some(path) = path_in_text(text.trim_matches('"')) {
                    found(path, literal.span().start().line);
                }
            }
            TokenTree::Ident(first) if !continues(&tokens, at) => {
                let mut path = vec![first.to_string()];
                let mut end = at + 1;
                while let Some(next) = segment(&tokens, end) {
                    path.push(next);
                    end += 3;
                }
                if path.len() > 1 || is_item(&path[0], tokens.get(end)) {
                    found(path, first.span().start().line);
                }
                at = end;
                continue;
            }
            _ => {}
        }
        at += 1;
    }
}

/// Returns the name behind `::`.
fn segment(tokens: &[TokenTree], at: usize) -> Option<String> {
    match (tokens.get(at)?, tokens.get(at + 1)?, tokens.get(at + 2)?) {
        (TokenTree::Punct(one), TokenTree::Punct(two), TokenTree::Ident(name))
            if one.as_char() == ':' && two.as_char() == ':' =>
        {
            Some(name.to_string())
        }
        _ => None,
    }
}

/// Returns whether a name belongs to what stands before it: `.name`, `::name`, `#name`; `$crate` begins a path.
fn continues(tokens: &[TokenTree], at: usize) -> bool {
    let before = |back: usize| match at.checked_sub(back).and_then(|at| tokens.get(at)) {
        Some(TokenTree::Punct(mark)) => Some(mark.as_char()),
        _ => None,
    };
    match before(1) {
        Some('.') => before(2) != Some('.'),
        Some(':') => before(2) == Some(':'),
        Some('$') => !matches!(&tokens[at], TokenTree::Ident(name) if name == "crate"),
        Some('#' | '\'') => true,
        _ => false,
    }
}

fn is_item(name: &str, next: Option<&TokenTree>) -> bool {
    let is_called = match next {
        Some(TokenTree::Group(group)) => group.delimiter() == proc_macro2::Delimiter::Parenthesis,
        Some(TokenTree::Punct(mark)) => mark.as_char() == '!',
        _ => false,
    };
    is_called || name.starts_with(|first: char| first.is_ascii_uppercase())
}

fn path_in_text(text: &str) -> Option<Vec<String>> {
    let path: syn::Path = syn::parse_str(text).ok()?;
    let names: Vec<_> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
    let is_inside = names.len() > 1 && matches!(names[0].as_str(), "crate" | "super" | "self");
    is_inside.then_some(names)
}
