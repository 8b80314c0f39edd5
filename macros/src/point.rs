//! `#[hook_point("name", kind = ..)]`: a type becomes a hook point, which plugins can hook.

use crate::attribute_args::{Args, Value, literal};
use crate::described::{info, known};
use crate::doc;
use crate::errors::Errors;
use crate::hook::Policy;
use crate::method::line;
use crate::paths::{Core, option, type_text};
use crate::point_kind::PointKind;
use hookwire_text::suggest;
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote};
use syn::{Attribute, DeriveInput, Item, LitStr};

const ARGUMENTS: [&str; 4] = ["kind", "event", "outcome", "sync"];

const EXAMPLE: &str = "`#[hook_point(\"billing.charge\", kind = edit)]`";

struct Point {
    core: Core,
    name: LitStr,
    kind: (PointKind, Span),
    /// The event, if it is not the type itself.
    event: Option<TokenStream>,
    outcome: TokenStream,
    sync: bool,
    policy: Policy,
}

pub(crate) fn expand(args: TokenStream, item: TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let parsed = errors.take(syn::parse2::<Item>(item.clone()));
    let point = parsed.as_ref().and_then(|it| {
        let (ident, attrs) = declared(it, &mut errors)?;
        let point = read(&args, ident, &mut errors)?;
        let own = point.event.is_none().then(|| syn::parse2(item.clone()).ok()).flatten();
        Some((point.expand(ident, attrs, own.as_ref()), point.name))
    });
    let (point, name) = point.unzip();
    // So that whoever searches the documentation for the name finds the type.
    let alias = name.map(|name: LitStr| quote!(#[doc(alias = #name)]));
    let errors = errors.into_tokens();
    quote!(#alias #item #point #errors)
}

fn declared<'i>(item: &'i Item, errors: &mut Errors) -> Option<(&'i Ident, &'i [Attribute])> {
    let (ident, attrs, generics) = match item {
        Item::Struct(item) => (&item.ident, &item.attrs, &item.generics),
        Item::Enum(item) => (&item.ident, &item.attrs, &item.generics),
        other => {
            errors.on(other, "a hook point is a `struct` or an `enum`");
            return None;
        }
    };
    if !generics.params.is_empty() {
        errors.on(generics, "a hook point cannot be generic: its hooks are wired by its type");
        return None;
    }
    Some((ident, attrs))
}

fn read(tokens: &TokenStream, ident: &Ident, errors: &mut Errors) -> Option<Point> {
    let before = errors.count();
    let mut args = Args::read(tokens.clone(), errors);
    if errors.count() > before {
        return None;
    }
    if tokens.is_empty() {
        // On the attribute, but as the user's own, so that no note speaks of where it comes from.
        let span = Span::call_site().resolved_at(ident.span());
        errors.at(span, format!("give the hook point a name and a kind: {EXAMPLE}"));
        return None;
    }
    let known = [&ARGUMENTS[..], &Policy::ARGUMENTS, &["crate"]].concat();
    let name = if let Some(Value::Text(name)) = args.first_value(&known) {
        Some(name)
    } else {
        errors.on(tokens, format!("give the hook point a name first: {EXAMPLE}"));
        None
    };
    args.only(&known, errors);
    let kind = kind(&args, tokens, errors);
    let point = Point {
        core: Core::new(args.path("crate", errors)),
        event: args.find("event").map(|arg| arg.value.to_token_stream()),
        outcome: outcome(&args, kind, errors),
        sync: args.flag("sync", errors),
        policy: Policy::read(&args, errors),
        name: name.filter(|name| named(name, errors))?,
        kind: kind?,
    };
    (errors.count() == before).then_some(point)
}

fn named(name: &LitStr, errors: &mut Errors) -> bool {
    let text = name.value();
    let word = |word: &str| {
        !word.is_empty()
            && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "_-".contains(c))
    };
    let good = text.split('.').count() >= 2 && text.split('.').all(word);
    if !good {
        errors.on(
            name,
            format!(
                "`{text}` is no name for a hook point; write it like `billing.charge`: lower case, with a dot"
            ),
        );
    }
    good
}

fn kind(args: &Args, tokens: &TokenStream, errors: &mut Errors) -> Option<(PointKind, Span)> {
    let Some(arg) = args.find("kind") else {
        errors.on(
            tokens,
            format!(
                "say what hooks may do here: `kind = edit`; there are: `{}`",
                PointKind::names().join("`, `")
            ),
        );
        return None;
    };
    let ident = match &arg.value {
        Value::Path(path) => path.get_ident().cloned(),
        Value::Text(text) if PointKind::find(&text.value()).is_some() => {
            errors.on(text, format!("a kind is a word, not a text: `kind = {}`", text.value()));
            return None;
        }
        _ => None,
    };
    let known = ident.and_then(|ident| Some((PointKind::find(&ident.to_string())?, ident.span())));
    if known.is_none() {
        let text = arg.value.to_token_stream().to_string();
        errors.on(&arg.value, suggest::unknown_of("kind", &text, PointKind::names()));
    }
    known
}

fn outcome(args: &Args, kind: Option<(PointKind, Span)>, errors: &mut Errors) -> TokenStream {
    let has_outcome = kind.is_some_and(|(kind, _)| kind.has_outcome());
    match (args.find("outcome"), has_outcome) {
        (Some(arg), true) => arg.value.to_token_stream(),
        (Some(arg), false) if kind.is_some() => {
            errors.on(&arg.name, "hooks of this kind make nothing: remove `outcome`");
            quote!(())
        }
        (None, true) => {
            let span = kind.map_or_else(Span::call_site, |(_, span)| span);
            errors.at(span, "say what hooks of this kind make: `outcome = SomeType`");
            quote!(())
        }
        _ => quote!(()),
    }
}

impl Point {
    /// Writes the point; `own` is its type, where that is the event as well.
    fn expand(&self, ident: &Ident, attrs: &[Attribute], own: Option<&DeriveInput>) -> TokenStream {
        let Self { core, name, outcome, sync, .. } = self;
        let event = &self.event.clone().unwrap_or_else(|| ident.to_token_stream());
        let (event_type, outcome_type) = (core.itself(event, "IsPayload"), core.itself(outcome, "IsPayload"));
        let private = core.private();
        let kind = self.kind.0.variant(self.kind.1);
        let (event_text, outcome_text) = (literal(&type_text(event)), literal(&type_text(outcome)));
        let (doc, documentation, type_name) = (doc::paragraph(attrs), doc::whole(attrs), ident.to_string());
        let event_info = match own.and_then(|own| info(own, core)) {
            Some(info) => option(Some(quote!(&#info))),
            None => known(event, core),
        };
        let outcome_info = known(outcome, core);
        let line = line(ident.span());
        let policy = self.policy.expand(core);
        quote! {
            const _: () = {
                static ORDINAL: #private::Ordinal = #private::Ordinal::new();
                static INFO: #private::PointInfo = #private::PointInfo {
                    name: #name,
                    type_name: #type_name,
                    kind: #private::KindName::#kind,
                    event: #event_text,
                    event_info: #event_info,
                    outcome: #outcome_text,
                    outcome_info: #outcome_info,
                    doc: #doc,
                    documentation: #documentation,
                    package: ::core::env!("CARGO_PKG_NAME"),
                    file: ::core::file!(),
                    line: #line,
                    sync: #sync,
                    policy: #private::KindName::#kind.policy().with(&#policy),
                    ordinal: &ORDINAL,
                    assemble: #private::assemble::<#ident>,
                    sample: #private::sample!(#kind #ident),
                    remote: #private::remote!(#ident),
                };
                impl #private::HookPoint for #ident {
                    type Kind = #core::point::#kind;
                    #[cfg(not(doc))]
                    type Event = #event_type;
                    #[cfg(doc)]
                    type Event = #event;
                    #[cfg(not(doc))]
                    type Outcome = #outcome_type;
                    #[cfg(doc)]
                    type Outcome = #outcome;
                    const INFO: &'static #private::PointInfo = &INFO;
                }
                #private::inventory::submit! { &INFO }
            };
        }
    }
}
