//! `#[model("provider")]`: opens models of one provider.

use super::kind::{Contribution, Kind, Name, Parse};
use crate::attribute_args::{Args, literal};
use crate::doc;
use crate::errors::Errors;
use crate::method::{Method, Owner, future, is_cx, is_str, line};
use crate::names;
use crate::paths::Core;
use proc_macro2::TokenStream;
use quote::quote;
use syn::{Attribute, ImplItemFn, LitStr};

pub(super) const KIND: Kind = Kind {
    attribute: "model",
    noun: "model provider",
    declaration: "ModelDecl",
    parse: Parse::Method(parse),
};

struct Model {
    provider: LitStr,
    description: String,
    method: Method,
    cx: bool,
}

fn parse(attr: &Attribute, item: &ImplItemFn, errors: &mut Errors) -> Option<Box<dyn Contribution>> {
    let before = errors.count();
    let provider = provider(attr, errors);
    let method = Method::shared(item, "a model provider", errors);
    let description = doc::whole(&item.attrs);
    if description.is_empty() {
        errors.on(&method.name, "say in a doc comment which models this opens: people choose by that");
    }
    params(&method, errors);
    let model = Model { provider: provider?, description, cx: method.split_cx().1.is_some(), method };
    (errors.count() == before).then(|| Box::new(model) as Box<dyn Contribution>)
}

impl Contribution for Model {
    fn name(&self) -> Name {
        Name::new(self.provider.value(), &self.provider)
    }

    fn expand(&self, core: &Core, plugin: &Owner) -> TokenStream {
        let private = core.private();
        let (method, wait) = (&self.method.name, self.method.wait());
        let output = self.method.output_for(plugin);
        let (provider, description) = (&self.provider, literal(&self.description));
        let line = line(method.span());
        let cx = self.cx.then(|| quote!(, cx));
        let future = future(
            &self.method,
            &quote! {
                let _ = cx;
                let this = #private::this::<#plugin>(this);
                #private::model::<#output>(<#plugin>::#method(this, name #cx) #wait)
            },
        );
        quote! {
            #core::plugin::ModelDecl {
                name: #provider,
                description: #description,
                line: #line,
                open: {
                    fn open<'a>(
                        this: &'a (dyn #private::Any + ::core::marker::Send + ::core::marker::Sync),
                        name: &'a str,
                        cx: &'a #core::Cx,
                    ) -> #private::BoxFuture<'a, ::core::result::Result<#private::Opened, #private::Error>> {
                        #future
                    }
                    open
                },
            }
        }
    }
}

fn provider(attr: &Attribute, errors: &mut Errors) -> Option<LitStr> {
    let before = errors.count();
    let (name, _) = Args::behind_text(attr, &[], "name the provider: `#[model(\"openai\")]`", errors);
    let name = name?;
    names::check_provider(&name, errors);
    (errors.count() == before).then_some(name)
}

fn params(method: &Method, errors: &mut Errors) {
    let wanted = "a model provider is given the model's name: `name: &str`";
    match method.split_cx() {
        ([], _) => errors.at(method.parens, wanted),
        ([first, _], None) if is_cx(&first.ty) => errors.on(first, "`&Cx` comes last, after the name"),
        ([name], _) if !is_str(&name.ty) => errors.on(&name.ty, wanted),
        ([_], _) => {}
        ([_, extra, ..], _) => errors.on(
            extra,
            "a model provider takes the model's name and, if it likes, a `&Cx`; remove this parameter",
        ),
    }
}
