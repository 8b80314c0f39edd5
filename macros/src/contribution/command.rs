//! `#[command("/name")]`: a slash command.

use super::kind::{Contribution, Kind, Name, Parse};
use crate::attribute_args::{Args, literal};
use crate::doc;
use crate::errors::Errors;
use crate::method::{Method, Owner, future, is_cx, is_str, line};
use crate::method_parameters::Arguments;
use crate::names;
use crate::paths::{Core, option};
use crate::time;
use hookwire_text::suggest;
use proc_macro2::TokenStream;
use quote::quote;
use std::time::Duration;
use syn::{Attribute, ImplItemFn, LitStr};

pub(super) const KIND: Kind =
    Kind { attribute: "command", noun: "command", declaration: "CommandDecl", parse: Parse::Method(parse) };

struct Command {
    name: LitStr,
    description: String,
    is_for_admins: bool,
    is_background: bool,
    timeout: Option<Duration>,
    method: Method,
    takes: Takes,
    cx: bool,
}

/// What a command's method takes beside `&self` and `&Cx`.
enum Takes {
    Nothing,
    /// The text behind the name, as it is.
    Text,
    Typed(Arguments),
}

fn parse(attr: &Attribute, item: &ImplItemFn, errors: &mut Errors) -> Option<Box<dyn Contribution>> {
    let before = errors.count();
    let wanted = "name the command: `#[command(\"/name\")]`";
    let (name, args) = Args::behind_text(attr, &ARGUMENTS, wanted, errors);
    if let Some(name) = &name {
        names::check_command(name, errors);
    }
    let is_for_admins = args.text("scope", errors).is_some_and(|scope| is_admin(&scope, errors));
    let is_background = args.flag("background", errors);
    let timeout = args.text("timeout", errors).and_then(|text| time::read(&text, errors));
    let method = Method::shared(item, "a command", errors);
    let (params, cx) = method.split_cx();
    let takes = match params {
        [first, _, ..] if is_cx(&first.ty) => {
            errors.on(first, "`&Cx` comes last, after the arguments");
            Takes::Nothing
        }
        [] => Takes::Nothing,
        [only] if is_str(&only.ty) => Takes::Text,
        _ => Takes::Typed(Arguments::parse(&method, "a command", errors)),
    };
    let command = Command {
        name: name?,
        description: doc::whole(&item.attrs),
        is_for_admins,
        is_background,
        timeout,
        takes,
        cx: cx.is_some(),
        method,
    };
    (errors.count() == before).then(|| Box::new(command) as Box<dyn Contribution>)
}

const ARGUMENTS: [&str; 3] = ["background", "scope", "timeout"];

impl Contribution for Command {
    fn name(&self) -> Name {
        Name::new(self.name.value(), &self.name)
    }

    fn items(&self, core: &Core, plugin: &Owner) -> Vec<TokenStream> {
        match &self.takes {
            Takes::Typed(arguments) => arguments.items(core, plugin),
            Takes::Nothing | Takes::Text => Vec::new(),
        }
    }

    fn expand(&self, core: &Core, plugin: &Owner) -> TokenStream {
        let name = literal(self.name.value().trim_start_matches('/'));
        let description = literal(&self.description);
        let line = line(self.method.name.span());
        let scope = if self.is_for_admins { quote!(Admin) } else { quote!(Everybody) };
        let (background, timeout) = (self.is_background, option(self.timeout.map(time::constant)));
        let arguments = option(match &self.takes {
            Takes::Typed(arguments) => Some(arguments.functions(core, plugin).typed(core)),
            Takes::Nothing | Takes::Text => None,
        });
        let call = self.call(&name, core, plugin);
        quote! {
            #core::plugin::CommandDecl {
                name: #name,
                description: #description,
                line: #line,
                scope: #core::plugin::CommandScope::#scope,
                background: #background,
                timeout: #timeout,
                arguments: #arguments,
                call: #call,
            }
        }
    }
}

impl Command {
    /// Writes the function that calls the method with the text behind the name.
    fn call(&self, name: &LitStr, core: &Core, plugin: &Owner) -> TokenStream {
        let private = core.private();
        let (method, wait) = (&self.method.name, self.method.wait());
        let output = self.method.output_for(plugin);
        let (read, values) = match &self.takes {
            Takes::Nothing => (quote!(), quote!()),
            Takes::Text => (quote!(), quote!(, args)),
            Takes::Typed(arguments) => {
                let functions = arguments.functions(core, plugin);
                let (typed, parse) = (functions.typed(core), &functions.parse);
                let read = quote! {
                    let args = #private::command_arguments(#name, #typed, args, #parse)?;
                };
                (read, arguments.values())
            }
        };
        let cx = self.cx.then(|| quote!(, cx));
        let future = future(
            &self.method,
            &quote! {
                let _ = (args, cx);
                let this = #private::this::<#plugin>(this);
                #read
                #private::reply::<#output>(<#plugin>::#method(this #values #cx) #wait)
            },
        );
        quote! {{
            fn call<'a>(
                this: &'a (dyn #private::Any + ::core::marker::Send + ::core::marker::Sync),
                args: &'a str,
                cx: &'a #core::Cx,
            ) -> #private::BoxFuture<'a, ::core::result::Result<#private::Reply, #private::Error>> {
                #future
            }
            call
        }}
    }
}

/// Reads who may run a command: everybody or admins.
fn is_admin(scope: &LitStr, errors: &mut Errors) -> bool {
    let text = scope.value();
    if !SCOPES.contains(&&*text) {
        errors.on(scope, suggest::unknown_of("scope", &text, SCOPES));
    }
    text == "admin"
}

const SCOPES: [&str; 2] = ["admin", "everybody"];
