//! `#[card("Title")]`: a method that fills a small box on a page of the host.

use super::kind::{Contribution, Kind, Name, Parse};
use crate::attribute_args::{Args, capitalised, literal};
use crate::doc;
use crate::errors::Errors;
use crate::method::{Method, Owner, future, is_cx, line, unraw};
use crate::paths::{Core, option};
use crate::time;
use hookwire_text::suggest;
use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use std::time::Duration;
use syn::{Attribute, ImplItemFn, LitStr};

pub(super) const KIND: Kind =
    Kind { attribute: "card", noun: "card", declaration: "CardDecl", parse: Parse::Method(parse) };

const ARGUMENTS: [&str; 2] = ["on", "timeout"];
const PLACES: [&str; 3] = ["dashboard", "agent", "session"];
/// The most characters of a title.
const LONGEST_TITLE: usize = 64;

struct Card {
    title: LitStr,
    description: String,
    /// One of [`PLACES`].
    place: &'static str,
    timeout: Option<Duration>,
    method: Method,
    cx: bool,
}

fn parse(attr: &Attribute, item: &ImplItemFn, errors: &mut Errors) -> Option<Box<dyn Contribution>> {
    let before = errors.count();
    let wanted = "say what stands above the card: `#[card(\"Latest notes\")]`";
    let (title, args) = Args::behind_text(attr, &ARGUMENTS, wanted, errors);
    if let Some(title) = &title {
        check_title(title, errors);
    }
    let place = place(&args, errors);
    let timeout = args.text("timeout", errors).and_then(|text| time::read(&text, errors));
    let method = Method::shared(item, "a card", errors);
    let (params, cx) = method.split_cx();
    let cx = cx.is_some();
    match params {
        [] => {}
        [first, ..] if is_cx(&first.ty) => errors.on(first, "`&Cx` comes last, and once"),
        [extra, ..] => errors.on(extra, "a card takes a `&Cx`, if it likes; remove this parameter"),
    }
    let description = doc::whole(&item.attrs);
    let card = Card { title: title?, description, place, timeout, method, cx };
    (errors.count() == before).then(|| Box::new(card) as Box<dyn Contribution>)
}

fn check_title(title: &LitStr, errors: &mut Errors) {
    let text = title.value();
    let fits = !text.trim().is_empty() && text.chars().count() <= LONGEST_TITLE;
    if !fits || text.chars().any(char::is_control) {
        errors.on(title, "a title is 1 to 64 characters in a line: \"Latest notes\"");
    }
}

fn place(args: &Args, errors: &mut Errors) -> &'static str {
    let Some(text) = args.text("on", errors) else { return PLACES[0] };
    let written = text.value();
    PLACES.into_iter().find(|place| *place == written).unwrap_or_else(|| {
        errors.on(&text, suggest::unknown_of("page with cards", &written, PLACES));
        PLACES[0]
    })
}

impl Contribution for Card {
    fn name(&self) -> Name {
        Name::new(self.title.value(), &self.title)
    }

    fn expand(&self, core: &Core, plugin: &Owner) -> TokenStream {
        let (id, title) = (&plugin.id, &self.title);
        let method = literal(&unraw(&self.method.name));
        let description = literal(&self.description);
        let line = line(self.method.name.span());
        let place = format_ident!("{}", capitalised(self.place));
        let timeout = option(self.timeout.map(time::constant));
        let render = self.render(core, plugin);
        quote! {
            #core::plugin::CardDecl {
                name: ::core::concat!(#id, "/", #method),
                title: #title,
                description: #description,
                line: #line,
                on: #core::plugin::CardPlace::#place,
                timeout: #timeout,
                render: #render,
            }
        }
    }
}

impl Card {
    /// Writes the function that calls the method.
    fn render(&self, core: &Core, plugin: &Owner) -> TokenStream {
        let private = core.private();
        let (method, wait) = (&self.method.name, self.method.wait());
        let output = self.method.output_for(plugin);
        let cx = self.cx.then(|| quote!(, cx));
        let future = future(
            &self.method,
            &quote! {
                let _ = cx;
                let this = #private::this::<#plugin>(this);
                #private::card::<#output>(<#plugin>::#method(this #cx) #wait)
            },
        );
        quote! {{
            fn render<'a>(
                this: &'a (dyn #private::Any + ::core::marker::Send + ::core::marker::Sync),
                cx: &'a #core::Cx,
            ) -> #private::BoxFuture<'a, ::core::result::Result<#private::Card, #private::Error>> {
                #future
            }
            render
        }}
    }
}
