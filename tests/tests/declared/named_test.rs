//! Whether a test that is named exists, is run, and has to do with what it is named for.

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use syn::{Attribute, Item, ItemFn, ItemMacro, LitStr, Type};

/// Checks a test: it is there, it is not ignored, and it or what it uses of its file has the word.
pub(crate) fn check(file: &Path, test: &str, word: &str) -> Result<(), String> {
    let source = fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))?;
    let items = syn::parse_file(&source).map_err(|error| format!("{}: {error}", file.display()))?.items;
    let function = items.iter().find_map(|item| match item {
        Item::Fn(function) if function.sig.ident == test => Some(function),
        _ => None,
    });
    let function = function.ok_or_else(|| format!("{} has no test `{test}`", file.display()))?;
    is_run(function)?;
    let known = words_by_name(&items);
    let (mut seen, mut open) = (BTreeSet::new(), vec![test.to_owned()]);
    while let Some(name) = open.pop() {
        let Some(words) = known.get(&name) else { continue };
        if words.contains(word) {
            return Ok(());
        }
        open.extend(words.iter().filter(|word| seen.insert((*word).clone())).cloned());
    }
    Err(format!("the test `{test}` does not use `{word}`"))
}

fn is_run(function: &ItemFn) -> Result<(), String> {
    let has = |name: &str| {
        let is = |attribute: &Attribute| attribute.path().segments.last().is_some_and(|it| it.ident == name);
        function.attrs.iter().any(is)
    };
    if has("test") && !has("ignore") { Ok(()) } else { Err(format!("`{}` is not run", function.sig.ident)) }
}

/// Returns the words of each item of a file, by the item's name.
fn words_by_name(items: &[Item]) -> BTreeMap<String, BTreeSet<String>> {
    let mut known: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for item in items {
        let name = match item {
            Item::Fn(it) => it.sig.ident.to_string(),
            Item::Const(it) => it.ident.to_string(),
            Item::Struct(it) => it.ident.to_string(),
            Item::Macro(it) => it.ident.as_ref().map_or_else(|| first_word(it), ToString::to_string),
            Item::Impl(it) => match &*it.self_ty {
                Type::Path(path) => {
                    path.path.segments.last().map_or_else(String::new, |it| it.ident.to_string())
                }
                _ => continue,
            },
            _ => continue,
        };
        collect_words(item.to_token_stream(), known.entry(name).or_default());
    }
    known
}

/// Returns what a call of a macro declares: the name that comes first.
fn first_word(call: &ItemMacro) -> String {
    call.mac.tokens.clone().into_iter().next().map_or_else(String::new, |token| token.to_string())
}

/// Collects names and the words of texts, but those of doc comments.
fn collect_words(tokens: TokenStream, words: &mut BTreeSet<String>) {
    for token in tokens {
        match token {
            TokenTree::Group(group) if is_doc(&group.stream()) => {}
            TokenTree::Group(group) => collect_words(group.stream(), words),
            TokenTree::Ident(ident) => _ = words.insert(ident.to_string()),
            TokenTree::Literal(literal) => {
                let Ok(text) = syn::parse_str::<LitStr>(&literal.to_string()) else { continue };
                let text = text.value();
                let parts = text.split(|c: char| !c.is_alphanumeric() && c != '_');
                words.extend(parts.filter(|part| !part.is_empty()).map(str::to_owned));
            }
            TokenTree::Punct(_) => {}
        }
    }
}

/// Returns whether tokens are those of a doc comment: `doc = ".."`.
fn is_doc(tokens: &TokenStream) -> bool {
    tokens.clone().into_iter().next().is_some_and(|first| first.to_string() == "doc")
}
