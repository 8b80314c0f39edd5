use crate::errors::Errors;
use hookwire_text::suggest;
use proc_macro2::{Span, TokenStream};
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::{Attribute, Expr, ExprLit, Ident, Lit, LitStr, Meta, Path, Token, UnOp, bracketed, parenthesized};

/// The arguments of an attribute: values first, then `name = value`, `name(..)` and plain names.
pub(crate) struct Args {
    pub(crate) values: Vec<Value>,
    named: Vec<Arg>,
}

/// An argument with a name.
pub(crate) struct Arg {
    pub(crate) name: Ident,
    pub(crate) value: Value,
}

/// What an argument can be.
pub(crate) enum Value {
    /// A name alone.
    Flag(Ident),
    Text(LitStr),
    Path(Path),
    List(Punctuated<Value, Token![,]>),
    Group(Args),
    Other(Expr),
}

impl Args {
    /// Reads arguments; a mistake in the grammar leaves none.
    pub(crate) fn read(tokens: TokenStream, errors: &mut Errors) -> Self {
        let read = errors.take(Self::parse.parse2(tokens));
        read.unwrap_or(Self { values: Vec::new(), named: Vec::new() })
    }

    /// Reads the arguments of an attribute; one without parentheses has none.
    pub(crate) fn of_attribute(attr: &Attribute, errors: &mut Errors) -> Self {
        match &attr.meta {
            Meta::List(list) => Self::read(list.tokens.clone(), errors),
            _ => Self::read(TokenStream::new(), errors),
        }
    }

    /// Reads the arguments of an attribute, the first of which is a text; `wanted` says how that is written.
    pub(crate) fn behind_text(
        attr: &Attribute,
        known: &[&str],
        wanted: &str,
        errors: &mut Errors,
    ) -> (Option<LitStr>, Self) {
        let before = errors.count();
        let mut args = Self::of_attribute(attr, errors);
        let first = match args.first_value(known) {
            Some(Value::Text(text)) => Some(text),
            Some(other) => {
                errors.on(other, wanted);
                None
            }
            None => {
                if errors.count() == before {
                    errors.on(&attr.meta, wanted);
                }
                None
            }
        };
        args.only(known, errors);
        (first, args)
    }

    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let mut args = Self { values: Vec::new(), named: Vec::new() };
        while !input.is_empty() {
            args.one(input)?;
            if !input.is_empty() && input.parse::<Token![,]>().is_err() {
                return Err(input.error("a comma belongs between two arguments"));
            }
        }
        Ok(args)
    }

    fn one(&mut self, input: ParseStream<'_>) -> syn::Result<()> {
        if input.peek(Ident::peek_any) && !input.peek2(Token![::]) {
            let name = input.call(Ident::parse_any)?;
            if input.peek(Token![.]) {
                return Err(dotted(&name, input));
            }
            if input.peek(Token![:]) {
                return Err(
                    input.error(format!("the value of an argument comes after `=`: write `{name} = ..`"))
                );
            }
            let value = if input.parse::<Option<Token![=]>>()?.is_some() {
                input.parse()?
            } else if input.peek(syn::token::Paren) {
                let inner;
                parenthesized!(inner in input);
                Value::Group(Self::parse(&inner)?)
            } else {
                Value::Flag(name.clone())
            };
            self.named.push(Arg { name, value });
        } else {
            self.values.push(input.parse()?);
        }
        Ok(())
    }

    /// Returns the first value; a name alone is one, if no argument is called so: `#[hook(Charge)]`.
    pub(crate) fn first_value(&mut self, known: &[&str]) -> Option<Value> {
        if !self.values.is_empty() {
            return Some(self.values.remove(0));
        }
        let first = self.named.first()?;
        let is_value = matches!(first.value, Value::Flag(_)) && !known.contains(&&*first.name.to_string());
        is_value.then(|| Value::Path(self.named.remove(0).name.into()))
    }

    /// Complains of names that are not known and of names that come twice.
    pub(crate) fn only(&self, known: &[&str], errors: &mut Errors) {
        for (index, Arg { name, .. }) in self.named.iter().enumerate() {
            let text = name.to_string();
            if !known.contains(&text.as_str()) {
                errors.on(name, unknown(&text, known));
            } else if text != "env" && self.named[..index].iter().any(|arg| arg.name == *name) {
                errors.on(name, format!("`{text}` is given twice; keep one"));
            }
        }
        for value in &self.values {
            errors.on(value, nameless(known));
        }
    }

    pub(crate) fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Arg> + 'a {
        self.named.iter().filter(move |arg| arg.name == name)
    }

    pub(crate) fn find(&self, name: &str) -> Option<&Arg> {
        self.named.iter().find(|arg| arg.name == name)
    }

    pub(crate) fn text(&self, name: &str, errors: &mut Errors) -> Option<LitStr> {
        self.find(name)?.text(errors)
    }

    pub(crate) fn path(&self, name: &str, errors: &mut Errors) -> Option<Path> {
        let arg = self.find(name)?;
        match &arg.value {
            Value::Path(path) => Some(path.clone()),
            other => {
                errors.on(other, format!("`{name}` takes a path: `{name} = some::path`"));
                None
            }
        }
    }

    /// Reads one text or a list of texts.
    pub(crate) fn texts(&self, name: &str, errors: &mut Errors) -> Vec<LitStr> {
        let Some(arg) = self.find(name) else {
            return Vec::new();
        };
        match &arg.value {
            Value::List(values) => values.iter().filter_map(|value| as_text(name, value, errors)).collect(),
            value => as_text(name, value, errors).into_iter().collect(),
        }
    }

    pub(crate) fn flag(&self, name: &str, errors: &mut Errors) -> bool {
        match self.find(name).map(|arg| &arg.value) {
            None => false,
            Some(Value::Flag(_)) => true,
            Some(other) => {
                errors.on(other, format!("`{name}` stands alone; remove the value"));
                true
            }
        }
    }

    pub(crate) fn integer(&self, name: &str, errors: &mut Errors) -> Option<i32> {
        let arg = self.find(name)?;
        let number = match &arg.value {
            Value::Other(Expr::Lit(ExprLit { lit: Lit::Int(number), .. })) => number.base10_parse().ok(),
            Value::Other(Expr::Unary(minus)) if matches!(minus.op, UnOp::Neg(_)) => match &*minus.expr {
                Expr::Lit(ExprLit { lit: Lit::Int(number), .. }) => {
                    number.base10_parse::<i32>().ok().map(|number| -number)
                }
                _ => None,
            },
            _ => None,
        };
        if number.is_none() {
            let wanted =
                format!("`{name}` takes a whole number from {} to {}: `{name} = 50`", i32::MIN, i32::MAX);
            errors.on(&arg.value, wanted);
        }
        number
    }
}

/// Returns the error of a dotted name without quotes: `tool.before`.
fn dotted(first: &Ident, input: ParseStream<'_>) -> syn::Error {
    let (mut text, mut tokens) = (first.to_string(), first.to_token_stream());
    while input.peek(Token![.]) {
        input.parse::<Token![.]>().into_iter().for_each(|dot| dot.to_tokens(&mut tokens));
        let Ok(word) = input.call(Ident::parse_any) else { break };
        text.push('.');
        text.push_str(&word.to_string());
        word.to_tokens(&mut tokens);
    }
    syn::Error::new_spanned(tokens, format!("a name with a dot is a text: write \"{text}\""))
}

impl Arg {
    pub(crate) fn text(&self, errors: &mut Errors) -> Option<LitStr> {
        as_text(&self.name.to_string(), &self.value, errors)
    }
}

fn as_text(name: &str, value: &Value, errors: &mut Errors) -> Option<LitStr> {
    match value {
        Value::Text(text) => Some(text.clone()),
        other => {
            errors.on(other, format!("`{name}` takes a text: `{name} = \"{}\"`", example(name)));
            None
        }
    }
}

/// Returns a value to show where another was expected.
fn example(name: &str) -> &'static str {
    match name {
        "timeout" | "list_timeout" => "5s",
        "on_failure" => "closed",
        "trace" => "paths",
        "available" => "connected",
        "tier" => "worker",
        "scope" => "admin",
        "folder" => "skills",
        "nav" => "Notes",
        "public" => "/webhook",
        "on" => "agent",
        "id" | "replaces" => "message-logger",
        "before" | "after" => "some-plugin",
        _ => "..",
    }
}

/// Returns the sentence that there is no such argument, with the nearest one and the list of all.
pub(crate) fn unknown(name: &str, known: &[&str]) -> String {
    if known.is_empty() {
        return format!("there is no argument `{name}` here; remove it");
    }
    suggest::unknown_of("argument", name, known.iter().copied())
}

fn nameless(known: &[&str]) -> String {
    if known.is_empty() {
        return "there is nothing more to say here; remove this".into();
    }
    format!("say what this is: `name = value`, where the name is one of `{}`", known.join("`, `"))
}

impl Parse for Value {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        if input.peek(LitStr) {
            return input.parse().map(Self::Text);
        }
        if input.peek(syn::token::Bracket) {
            let inner;
            bracketed!(inner in input);
            return Punctuated::parse_terminated(&inner).map(Self::List);
        }
        match input.parse()? {
            Expr::Path(path) if path.attrs.is_empty() && path.qself.is_none() => Ok(Self::Path(path.path)),
            other => Ok(Self::Other(other)),
        }
    }
}

impl ToTokens for Value {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        match self {
            Self::Flag(name) => name.to_tokens(tokens),
            Self::Text(text) => text.to_tokens(tokens),
            Self::Path(path) => path.to_tokens(tokens),
            Self::List(values) => values.to_tokens(tokens),
            Self::Group(args) => {
                args.values.iter().for_each(|value| value.to_tokens(tokens));
                args.named.iter().for_each(|arg| arg.name.to_tokens(tokens));
            }
            Self::Other(expr) => expr.to_tokens(tokens),
        }
    }
}

/// A text made up by the macro.
pub(crate) fn literal(text: &str) -> LitStr {
    LitStr::new(text, Span::call_site())
}

/// Writes a word as the variant of that name is written.
pub(crate) fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}
