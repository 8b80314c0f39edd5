//! `#[tools("name")]`: a source of tools that come and go.

use super::kind::{Contribution, Kind, Name, Parse};
use crate::attribute_args::{Args, literal};
use crate::doc;
use crate::errors::Errors;
use crate::method::{Method, Owner, line};
use crate::names;
use crate::paths::{Core, option};
use crate::time;
use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use std::time::Duration;
use syn::{Attribute, ImplItemFn, LitStr};

pub(super) const KIND: Kind = Kind {
    attribute: "tools",
    noun: "tool source",
    declaration: "ToolSourceDecl",
    parse: Parse::Method(parse),
};

struct ToolSource {
    name: LitStr,
    description: String,
    list_timeout: Option<Duration>,
    timeout: Option<Duration>,
    method: Method,
}

const ARGUMENTS: [&str; 2] = ["list_timeout", "timeout"];

fn parse(attr: &Attribute, item: &ImplItemFn, errors: &mut Errors) -> Option<Box<dyn Contribution>> {
    let before = errors.count();
    let wanted = "name the source of tools: `#[tools(\"github\")]`";
    let (name, args) = Args::behind_text(attr, &ARGUMENTS, wanted, errors);
    if let Some(name) = &name {
        names::check_tool_source(name, errors);
    }
    let [list_timeout, timeout] = ARGUMENTS.map(|argument| args.text(argument, errors));
    let mut read = |text: Option<LitStr>| text.and_then(|text| time::read(&text, errors));
    let (list_timeout, timeout) = (read(list_timeout), read(timeout));
    let method = Method::shared(item, "a source of tools", errors);
    if let Some(token) = &method.asyncness {
        errors.on(token, "a source of tools is there at once; do what takes time in its `list`");
    }
    if let Some(param) = method.params.first() {
        errors.on(param, "a source of tools takes `&self` alone; its `list` and `call` are given a `&Cx`");
    }
    let description = doc::whole(&item.attrs);
    if description.is_empty() {
        errors.on(&method.name, "say in a doc comment which tools this brings: people choose by that");
    }
    let source = ToolSource { name: name?, description, list_timeout, timeout, method };
    (errors.count() == before).then(|| Box::new(source) as Box<dyn Contribution>)
}

impl Contribution for ToolSource {
    fn name(&self) -> Name {
        Name::new(self.name.value(), &self.name)
    }

    fn expand(&self, core: &Core, plugin: &Owner) -> TokenStream {
        let Self { name, method, .. } = self;
        let private = core.private();
        let (description, line) = (literal(&self.description), line(method.name.span()));
        let [list_timeout, timeout] =
            [self.list_timeout, self.timeout].map(|time| option(time.map(time::constant)));
        let (function, output) = (&method.name, method.output_for(plugin));
        let source = quote!(::std::sync::Arc<dyn #core::plugin::ToolSource>);
        let given = quote_spanned! { function.span()=>
            #private::gives::<#source, #output>(<#plugin>::#function(#private::this::<#plugin>(this)))
        };
        quote! {
            #core::plugin::ToolSourceDecl {
                name: #name,
                description: #description,
                line: #line,
                list_timeout: #list_timeout,
                timeout: #timeout,
                make: {
                    fn make(
                        this: &(dyn #private::Any + ::core::marker::Send + ::core::marker::Sync),
                    ) -> ::core::result::Result<#source, #private::Error> {
                        #given
                    }
                    make
                },
            }
        }
    }
}
