//! `#[command("/name")]`: a slash command.

use super::kind::{Contribution, Kind, Name, Parse};
use crate::attribute_args::{self, literal};
use crate::doc;
use crate::errors::Errors;
use crate::method::{Method, Owner, future, is_cx, is_str, line};
use crate::names;
use crate::paths::Core;
use proc_macro2::TokenStream;
use quote::quote;
use syn::{Attribute, ImplItemFn, LitStr};

pub(super) const KIND: Kind =
    Kind { attribute: "command", noun: "command", declaration: "CommandDecl", parse: Parse::Method(parse) };

struct Command {
    name: LitStr,
    description: String,
    method: Method,
    args: bool,
    cx: bool,
}

fn parse(attr: &Attribute, item: &ImplItemFn, errors: &mut Errors) -> Option<Box<dyn Contribution>> {
    let before = errors.count();
    let name = name(attr, errors);
    let method = Method::shared(item, "a command", errors);
    let (params, cx) = method.split_cx();
    if let [first, _, ..] = method.params.as_slice()
        && is_cx(&first.ty)
    {
        errors.on(first, "`&Cx` comes last, after the arguments");
    } else if let [_, extra, ..] = params {
        errors.on(
            extra,
            "a command takes its arguments as one `&str` and, if it likes, a `&Cx`; remove this parameter",
        );
    }
    if let [only] = params
        && !is_str(&only.ty)
    {
        errors.on(&only.ty, "a command takes what the user wrote after its name: `args: &str`");
    }
    let command = Command {
        name: name?,
        description: doc::whole(&item.attrs),
        args: !params.is_empty(),
        cx: cx.is_some(),
        method,
    };
    (errors.count() == before).then(|| Box::new(command) as Box<dyn Contribution>)
}

impl Contribution for Command {
    fn name(&self) -> Name {
        Name::new(self.name.value(), &self.name)
    }

    fn expand(&self, core: &Core, plugin: &Owner) -> TokenStream {
        let private = core.private();
        let (method, wait) = (&self.method.name, self.method.wait());
        let output = self.method.output_for(plugin);
        let name = literal(self.name.value().trim_start_matches('/'));
        let description = literal(&self.description);
        let line = line(method.span());
        let args = self.args.then(|| quote!(, args));
        let cx = self.cx.then(|| quote!(, cx));
        let future = future(
            &self.method,
            &quote! {
                let _ = (args, cx);
                let this = #private::this::<#plugin>(this);
                #private::reply::<#output>(<#plugin>::#method(this #args #cx) #wait)
            },
        );
        quote! {
            #core::plugin::CommandDecl {
                name: #name,
                description: #description,
                line: #line,
                call: {
                    fn call<'a>(
                        this: &'a (dyn #private::Any + ::core::marker::Send + ::core::marker::Sync),
                        args: &'a str,
                        cx: &'a #core::Cx,
                    ) -> #private::BoxFuture<'a, ::core::result::Result<#private::Reply, #private::Error>> {
                        #future
                    }
                    call
                },
            }
        }
    }
}

fn name(attr: &Attribute, errors: &mut Errors) -> Option<LitStr> {
    let before = errors.count();
    let name = attribute_args::name(attr, "name the command: `#[command(\"/name\")]`", errors)?;
    names::check_command(&name, errors);
    (errors.count() == before).then_some(name)
}
