//! `#[verb("name")]`: what the operator runs on the command line.

use super::kind::{Contribution, Kind, Name, Parse};
use crate::attribute_args::{Args, literal};
use crate::doc;
use crate::errors::Errors;
use crate::method::{Method, Owner, future, line};
use crate::method_parameters::Arguments;
use crate::names;
use crate::paths::{Core, option};
use crate::time;
use proc_macro2::TokenStream;
use quote::quote;
use std::time::Duration;
use syn::{Attribute, ImplItemFn, LitStr};

pub(super) const KIND: Kind =
    Kind { attribute: "verb", noun: "verb", declaration: "VerbDecl", parse: Parse::Method(parse) };

struct Verb {
    name: LitStr,
    description: String,
    timeout: Option<Duration>,
    method: Method,
    arguments: Arguments,
    cx: bool,
}

const ARGUMENTS: [&str; 1] = ["timeout"];

fn parse(attr: &Attribute, item: &ImplItemFn, errors: &mut Errors) -> Option<Box<dyn Contribution>> {
    let before = errors.count();
    let wanted = "name the verb: `#[verb(\"export\")]`";
    let (name, args) = Args::behind_text(attr, &ARGUMENTS, wanted, errors);
    if let Some(name) = &name {
        names::check_plain(name, "verb", "export", errors);
    }
    let timeout = args.text("timeout", errors).and_then(|text| time::read(&text, errors));
    let method = Method::shared(item, "a verb", errors);
    let description = doc::whole(&item.attrs);
    if description.is_empty() {
        errors.on(&method.name, "say in a doc comment what the verb does: `--help` shows it");
    }
    let arguments = Arguments::parse(&method, "a verb", errors);
    let cx = method.split_cx().1.is_some();
    let verb = Verb { name: name?, description, timeout, arguments, cx, method };
    (errors.count() == before).then(|| Box::new(verb) as Box<dyn Contribution>)
}

impl Contribution for Verb {
    fn name(&self) -> Name {
        Name::new(self.name.value(), &self.name)
    }

    fn items(&self, core: &Core, plugin: &Owner) -> Vec<TokenStream> {
        self.arguments.items(core, plugin)
    }

    fn expand(&self, core: &Core, plugin: &Owner) -> TokenStream {
        let name = &self.name;
        let description = literal(&self.description);
        let line = line(self.method.name.span());
        let timeout = option(self.timeout.map(time::constant));
        let arguments = self.arguments.functions(core, plugin).typed(core);
        let call = self.call(core, plugin);
        quote! {
            #core::plugin::VerbDecl {
                name: #name,
                description: #description,
                line: #line,
                timeout: #timeout,
                arguments: #arguments,
                call: #call,
            }
        }
    }
}

impl Verb {
    /// Writes the function that calls the method with arguments of JSON.
    fn call(&self, core: &Core, plugin: &Owner) -> TokenStream {
        let private = core.private();
        let (method, wait) = (&self.method.name, self.method.wait());
        let output = self.method.output_for(plugin);
        let functions = self.arguments.functions(core, plugin);
        let (typed, parse, values) = (functions.typed(core), &functions.parse, self.arguments.values());
        let cx = self.cx.then(|| quote!(, cx));
        let future = future(
            &self.method,
            &quote! {
                let _ = cx;
                let this = #private::this::<#plugin>(this);
                let args = #private::verb_arguments(#typed, args, #parse)?;
                let _ = &args;
                #private::reply::<#output>(<#plugin>::#method(this #values #cx) #wait)
            },
        );
        quote! {{
            fn call<'a>(
                this: &'a (dyn #private::Any + ::core::marker::Send + ::core::marker::Sync),
                args: #private::serde_json::Value,
                cx: &'a #core::Cx,
            ) -> #private::BoxFuture<'a, ::core::result::Result<#private::Reply, #private::Error>> {
                #future
            }
            call
        }}
    }
}
