//! `#[tool]`: a method the model may call.

use crate::args::Args;
use crate::doc;
use crate::errors::Errors;
use crate::hook::option;
use crate::method::{Method, Owner, bare, future, is_cx, line, without_self};
use crate::paths::Core;
use crate::time;
use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote};
use std::time::Duration;
use syn::{Attribute, ImplItemFn, LitStr, Meta, Pat, PatType, Type};

pub(crate) struct Tool {
    pub(crate) name: String,
    pub(crate) method: Method,
    description: String,
    params: Params,
    cx: bool,
    timeout: Option<Duration>,
    /// The method that says whether it can work now.
    pub(crate) available: Option<Ident>,
}

/// What a tool takes.
enum Params {
    /// One struct, in a parameter called `args`.
    Struct(Box<PatType>),
    /// Each on its own; the macro makes the struct.
    Plain(Vec<Param>),
}

struct Param {
    name: Ident,
    ty: Type,
    docs: Vec<Attribute>,
}

impl Tool {
    pub(crate) fn read(attr: &Attribute, item: &ImplItemFn, errors: &mut Errors) -> Option<Self> {
        let before = errors.count();
        let args = match &attr.meta {
            Meta::List(list) => Args::read(list.tokens.clone(), errors),
            _ => Args::read(TokenStream::new(), errors),
        };
        args.only(&["name", "description", "timeout", "available"], errors);
        let named = args.text("name", errors);
        if let Some(name) = &named {
            check_name(name, errors);
        }
        let described = args.text("description", errors).map(|text| text.value());
        let timeout = args.text("timeout", errors).and_then(|text| time::read(&text, errors));
        let available = args.text("available", errors).and_then(|name| question(&name, errors));
        let method = Method::shared(item, "a tool", errors);
        let description = described.unwrap_or_else(|| doc::whole(&item.attrs));
        if description.is_empty() {
            errors.on(&method.name, "say in a doc comment what the tool does: the model reads it");
        }
        let (params, cx) = method.split_cx();
        let tool = Self {
            name: named.map_or_else(|| unraw(&method.name), |name| name.value()),
            params: read(params, errors),
            cx: cx.is_some(),
            timeout,
            available,
            description,
            method,
        };
        (errors.count() == before).then_some(tool)
    }

    /// Writes the struct for plain parameters, and the one mention of their types that can go wrong.
    pub(crate) fn arguments(&self, core: &Core, plugin: &Owner) -> Option<TokenStream> {
        let Params::Plain(params) = &self.params else {
            return None;
        };
        let private = core.private();
        let (serde, schemars) = (core.text("serde"), core.text("schemars"));
        let name = self.arguments_name();
        let title = name.to_string();
        let types = generics(params);
        let given = params.iter().map(|param| without_self(&param.ty, plugin));
        let given = quote!(<#(#given),*>);
        let (constant, colons) = (self.constant_name(), quote!(::));
        let fields =
            params.iter().zip(&types).map(|(Param { name, docs, .. }, ty)| quote!(#(#docs)* #name: #ty));
        Some(quote! {
            // Generic, so that the derived code fits whatever the types are, and only the mention of them may not.
            #[derive(#private::serde::Deserialize, #private::schemars::JsonSchema)]
            #[serde(crate = #serde, deny_unknown_fields)]
            #[schemars(crate = #schemars, rename = #title)]
            struct #name<#(#types),*> { #(#fields),* }

            const #constant: #private::Arguments<#name #given> = {
                const fn arguments<#(#types: #private::IsArg),*>() -> #private::Arguments<#name<#(#types),*>> {
                    #private::Arguments::of()
                }
                arguments #colons #given()
            };
        })
    }

    /// Writes the functions that make the schema of the arguments, and that read them.
    fn functions(&self, core: &Core, plugin: &Owner) -> (TokenStream, TokenStream) {
        let private = core.private();
        match &self.params {
            Params::Struct(param) => {
                let ty = without_self(&param.ty, plugin);
                (quote!(<#ty as #private::IsArgs>::schema), quote!(<#ty as #private::IsArgs>::parse))
            }
            Params::Plain(_) => {
                let name = self.constant_name();
                (quote!(#name.schema), quote!((#name.parse)))
            }
        }
    }

    fn constant_name(&self) -> Ident {
        format_ident!("ARGUMENTS_{}", unraw(&self.method.name).to_uppercase(), span = Span::call_site())
    }

    fn arguments_name(&self) -> Ident {
        format_ident!("Arguments_{}", unraw(&self.method.name), span = Span::call_site())
    }

    pub(crate) fn expand(&self, core: &Core, plugin: &Owner) -> TokenStream {
        let private = core.private();
        let Self { name, description, .. } = self;
        let (method, wait) = (&self.method.name, self.method.wait());
        let output = without_self(&self.method.output, plugin);
        let line = line(method.span());
        let cx = self.cx.then(|| quote!(, cx));
        let (schema, parse) = self.functions(core, plugin);
        let timeout = option(self.timeout.map(time::constant));
        let available = option(self.available.as_ref().map(|name| available(name, core, plugin)));
        let values = match &self.params {
            Params::Struct(_) => quote!(, args),
            Params::Plain(params) => {
                let names = params.iter().map(|param| &param.name);
                quote!(#(, args.#names)*)
            }
        };
        // Any `Result` of plain data is plain data itself; without a word its `Err` would be, too.
        let how = if self.method.is_result { quote!(#private::Fallible) } else { quote!(_) };
        let future = future(
            &self.method,
            &quote! {
                let _ = cx;
                let this = #private::this::<#plugin>(this);
                let args = #parse(#name, args)?;
                let _ = &args;
                #private::output::<#how, #output>(<#plugin>::#method(this #values #cx) #wait)
            },
        );
        quote! {
            #core::plugin::ToolDecl {
                name: #name,
                description: #description,
                line: #line,
                timeout: #timeout,
                available: #available,
                schema: #schema,
                call: {
                    fn call<'a>(
                        this: &'a (dyn #private::Any + ::core::marker::Send + ::core::marker::Sync),
                        args: #private::serde_json::Value,
                        cx: &'a #core::Cx,
                    ) -> #private::BoxFuture<'a, ::core::result::Result<#private::ToolOutput, #private::ToolError>> {
                        #future
                    }
                    call
                },
            }
        }
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

fn question(name: &LitStr, errors: &mut Errors) -> Option<Ident> {
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

fn read(params: &[PatType], errors: &mut Errors) -> Params {
    if let [only] = params
        && ident(&only.pat).is_some_and(|name| name == "args")
    {
        return Params::Struct(Box::new(only.clone()));
    }
    let mut plain = Vec::new();
    for param in params {
        if is_cx(&param.ty) {
            errors.on(param, "`&Cx` comes last, after the arguments");
        } else if let Type::Reference(_) = bare(&param.ty) {
            errors.on(&param.ty, "a tool owns its arguments: take `String` for `&str`, `Vec<T>` for `&[T]`");
        }
        match ident(&param.pat) {
            Some(name) => {
                plain.push(Param { name: name.clone(), ty: (*param.ty).clone(), docs: param.attrs.clone() });
            }
            None => errors.on(&param.pat, "give this parameter a plain name: the model calls it by that"),
        }
    }
    Params::Plain(plain)
}

/// Names a type parameter for each parameter.
fn generics(params: &[Param]) -> Vec<Ident> {
    (0..params.len()).map(|index| format_ident!("T{index}", span = Span::mixed_site())).collect()
}

fn ident(pat: &Pat) -> Option<&Ident> {
    match pat {
        Pat::Ident(pat) => Some(&pat.ident),
        _ => None,
    }
}

fn unraw(ident: &Ident) -> String {
    ident.to_string().trim_start_matches("r#").to_owned()
}

fn check_name(name: &LitStr, errors: &mut Errors) {
    let text = name.value();
    let good = !text.is_empty()
        && text.len() <= 64
        && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-');
    if !good {
        errors
            .on(name, format!("`{text}` is no tool name; models take 1 to 64 letters, digits, `_` and `-`"));
    }
}
