//! `#[tool]`: a method the model may call.

use super::kind::{Contribution, Kind, Name, Parse};
use crate::attribute_args::Args;
use crate::doc;
use crate::errors::Errors;
use crate::method::{Method, Owner, future, is_named, line, unraw};
use crate::method_parameters::{Arguments, Functions};
use crate::names;
use crate::paths::{Core, option};
use crate::time;
use hookwire_text::suggest;
use proc_macro2::{Ident, TokenStream};
use quote::quote;
use std::time::Duration;
use syn::{Attribute, ImplItem, ImplItemFn, ItemImpl, LitStr, ReceiverKind, ReturnType, Safety};

pub(super) const KIND: Kind =
    Kind { attribute: "tool", noun: "tool", declaration: "ToolDecl", parse: Parse::Method(parse) };

struct Tool {
    name: String,
    method: Method,
    description: String,
    arguments: Arguments,
    cx: bool,
    timeout: Option<Duration>,
    /// The method that says whether the tool can work now.
    available: Option<Ident>,
}

fn parse(attr: &Attribute, item: &ImplItemFn, errors: &mut Errors) -> Option<Box<dyn Contribution>> {
    let before = errors.count();
    let args = Args::of_attribute(attr, errors);
    args.only(&["name", "description", "timeout", "available"], errors);
    let named = args.text("name", errors);
    match &named {
        Some(name) => names::check_tool(&name.value(), name, errors),
        None => names::check_tool(&unraw(&item.sig.ident), &item.sig.ident, errors),
    }
    let described = args.text("description", errors).map(|text| text.value());
    let timeout = args.text("timeout", errors).and_then(|text| time::read(&text, errors));
    let available = args.text("available", errors).and_then(|name| method_name(&name, errors));
    let method = Method::shared(item, "a tool", errors);
    let description = described.unwrap_or_else(|| doc::whole(&item.attrs));
    if description.is_empty() && args.find("description").is_none() {
        errors.on(&method.name, "say in a doc comment what the tool does: the model reads it");
    }
    let tool = Tool {
        name: named.map_or_else(|| unraw(&method.name), |name| name.value()),
        arguments: Arguments::parse(&method, "a tool", errors),
        cx: method.split_cx().1.is_some(),
        timeout,
        available,
        description,
        method,
    };
    (errors.count() == before).then(|| Box::new(tool) as Box<dyn Contribution>)
}

impl Contribution for Tool {
    fn name(&self) -> Name {
        Name::new(self.name.clone(), &self.method.name)
    }

    /// Checks that the method that `available` names is there and can be called.
    fn check(&mut self, block: &ItemImpl, errors: &mut Errors) {
        if let Some(name) = &self.available
            && let Err(why) = find_available(name, block)
        {
            errors.on(name, why);
            self.available = None;
        }
    }

    fn items(&self, core: &Core, plugin: &Owner) -> Vec<TokenStream> {
        self.arguments.items(core, plugin)
    }

    fn expand(&self, core: &Core, plugin: &Owner) -> TokenStream {
        let Self { name, description, .. } = self;
        let line = line(self.method.name.span());
        let timeout = option(self.timeout.map(time::constant));
        let available = option(self.available.as_ref().map(|name| available(name, core, plugin)));
        let Functions { schema, parse, .. } = self.arguments.functions(core, plugin);
        let call = self.call(&parse, core, plugin);
        quote! {
            #core::plugin::ToolDecl {
                name: #name,
                description: #description,
                line: #line,
                timeout: #timeout,
                available: #available,
                make_schema: #schema,
                call: #call,
            }
        }
    }
}

impl Tool {
    /// Writes the function that calls the method with arguments of JSON.
    fn call(&self, parse: &TokenStream, core: &Core, plugin: &Owner) -> TokenStream {
        let private = core.private();
        let (name, method, wait) = (&self.name, &self.method.name, self.method.wait());
        let output = self.method.output_for(plugin);
        let values = self.arguments.values();
        let cx = self.cx.then(|| quote!(, cx));
        // Any `Result` of plain data is plain data itself; without a word its `Err` would be, too.
        let how = if self.method.is_result { quote!(#private::Fallible) } else { quote!(_) };
        let future = future(
            &self.method,
            &quote! {
                let _ = cx;
                let this = #private::this::<#plugin>(this);
                let args = #private::tool_arguments(#name, #parse(args))?;
                let _ = &args;
                #private::output::<#how, #output>(<#plugin>::#method(this #values #cx) #wait)
            },
        );
        quote! {{
            fn call<'a>(
                this: &'a (dyn #private::Any + ::core::marker::Send + ::core::marker::Sync),
                args: #private::serde_json::Value,
                cx: &'a #core::Cx,
            ) -> #private::BoxFuture<'a, ::core::result::Result<#private::ToolOutput, #private::ToolError>> {
                #future
            }
            call
        }}
    }
}

/// Writes the function that asks a method whether the tool can work now.
fn available(method: &Ident, core: &Core, plugin: &Owner) -> TokenStream {
    let private = core.private();
    quote! {{
        fn available(this: &(dyn #private::Any + ::core::marker::Send + ::core::marker::Sync)) -> bool {
            <#plugin>::#method(#private::this::<#plugin>(this))
        }
        available
    }}
}

fn method_name(name: &LitStr, errors: &mut Errors) -> Option<Ident> {
    let method = name.parse::<Ident>().ok();
    if method.is_none() {
        let text = name.value();
        errors.on(
            name,
            format!("`{text}` is no method's name; name a `fn(&self) -> bool` of this block: \"connected\""),
        );
    }
    method
}

fn find_available(name: &Ident, block: &ItemImpl) -> Result<(), String> {
    let methods = || {
        block.items.iter().filter_map(|item| match item {
            ImplItem::Fn(method) => Some(method),
            _ => None,
        })
    };
    match methods().find(|method| method.sig.ident == *name) {
        Some(method) if is_question(method) => Ok(()),
        Some(_) => {
            Err(format!("`{name}` must be a `fn {name}(&self) -> bool`: it is asked before each call"))
        }
        None => {
            let names: Vec<_> = methods().map(|method| method.sig.ident.to_string()).collect();
            let cure = match suggest::nearest(&name.to_string(), names.iter().map(String::as_str)) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("write `fn {name}(&self) -> bool`"),
            };
            Err(format!("there is no method `{name}` in this block; {cure}"))
        }
    }
}

/// Returns whether a method is a plain `fn(&self) -> bool`.
fn is_question(method: &ImplItemFn) -> bool {
    let sig = &method.sig;
    let shared = sig.receiver().is_some_and(|it| matches!(it.kind, ReceiverKind::Reference(_, _, None)));
    let answers = matches!(&sig.output, ReturnType::Type(_, ty) if is_named(ty, "bool"));
    let plain = sig.asyncness.is_none() && !matches!(sig.safety, Safety::Unsafe(_));
    shared && answers && plain && sig.inputs.len() == 1
}
