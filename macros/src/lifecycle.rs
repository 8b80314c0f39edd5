//! `#[init]`, `#[start]`, `#[stop]`: the functions of a plugin's lifecycle.

use crate::errors::Errors;
use crate::method::{Method, Owner, future, is_cx, is_no_struct, without_self};
use crate::paths::Core;
use proc_macro2::TokenStream;
use quote::quote;
use syn::{ImplItemFn, PatType};

/// The function that `#[init]` marks.
pub(crate) struct Init {
    method: Method,
    config: Option<PatType>,
    cx: bool,
}

impl Init {
    pub(crate) fn read(item: &ImplItemFn, errors: &mut Errors) -> Option<Self> {
        let before = errors.count();
        let method = Method::maker(item, errors);
        let (params, cx) = method.split_cx();
        match params {
            [] | [_] => {}
            [first, ..] if is_cx(&first.ty) => errors.on(first, "`&Cx` comes last, after the configuration"),
            [_, extra, ..] => {
                errors.on(extra, "`#[init]` takes the configuration and a `&Cx`; remove this parameter");
            }
        }
        if let Some(config) = params.first().filter(|config| is_no_struct(&config.ty)) {
            errors.on(
                &config.ty,
                "the configuration of a plugin is a table: take a struct that derives `Deserialize` and `JsonSchema`",
            );
        }
        let init = Self { config: params.first().cloned(), cx: cx.is_some(), method };
        (errors.count() == before).then_some(init)
    }

    /// Writes the function that makes the schema of the configuration.
    pub(crate) fn schema(&self, core: &Core, plugin: &Owner) -> Option<TokenStream> {
        let private = core.private();
        let config = without_self(&self.config.as_ref()?.ty, plugin);
        Some(quote!(<#config as #private::IsConfig>::schema))
    }

    pub(crate) fn expand(&self, core: &Core, plugin: &Owner) -> TokenStream {
        let private = core.private();
        let (name, wait) = (&self.method.name, self.method.wait());
        let output = without_self(&self.method.output, plugin);
        let section = match &self.config {
            Some(config) => {
                let ty = without_self(&config.ty, plugin);
                quote!(let config = <#ty as #private::IsConfig>::parse(section)?;)
            }
            None => quote!(#private::no_config(section)?;),
        };
        let config = self.config.as_ref().map(|_| quote!(config,));
        let cx = self.cx.then(|| quote!(&cx));
        let future = future(
            &self.method,
            &quote! {
                let _ = &cx;
                #section
                #private::made::<#plugin, #output>(<#plugin>::#name(#config #cx) #wait)
            },
        );
        quote! {
            {
                fn init(
                    section: #private::Section,
                    cx: #core::Cx,
                ) -> #private::BoxFuture<'static, ::core::result::Result<#private::Instance, #private::InitError>> {
                    #future
                }
                init
            }
        }
    }
}

/// Writes the function that checks a section of the configuration.
pub(crate) fn check(init: Option<&Init>, core: &Core, plugin: &Owner) -> TokenStream {
    let private = core.private();
    match init.and_then(|init| init.config.as_ref()) {
        Some(config) => {
            let ty = without_self(&config.ty, plugin);
            quote!(|section| <#ty as #private::IsConfig>::parse(section).map(|_| ()))
        }
        None => quote!(#private::no_config),
    }
}

/// Writes the init of a plugin that has none: its `Default`.
pub(crate) fn default_init(core: &Core, plugin: &Owner, excused: bool) -> TokenStream {
    let private = core.private();
    if excused {
        // An `#[init]` with a mistake was reported already; it should not be asked for a `Default` as well.
        return quote!(|_, _| ::core::unreachable!());
    }
    quote! {
        {
            fn init(
                section: #private::Section,
                _: #core::Cx,
            ) -> #private::BoxFuture<'static, ::core::result::Result<#private::Instance, #private::InitError>> {
                ::std::boxed::Box::pin(async move {
                    #private::no_config(section)?;
                    #private::made::<#plugin, #plugin>(<#plugin as #private::IsDefault>::make())
                })
            }
            init
        }
    }
}

/// The method that `#[start]` or `#[stop]` marks.
pub(crate) struct LifecycleFn {
    method: Method,
    cx: bool,
}

impl LifecycleFn {
    pub(crate) fn read(item: &ImplItemFn, what: &str, errors: &mut Errors) -> Option<Self> {
        let before = errors.count();
        let method = Method::shared(item, what, errors);
        let (params, cx) = method.split_cx();
        if let [extra, ..] = params {
            errors.on(extra, format!("{what} takes a `&Cx` or nothing; remove this parameter"));
        }
        let function = Self { cx: cx.is_some(), method };
        (errors.count() == before).then_some(function)
    }

    pub(crate) fn expand(&self, core: &Core, plugin: &Owner) -> TokenStream {
        let private = core.private();
        let (name, wait) = (&self.method.name, self.method.wait());
        let output = without_self(&self.method.output, plugin);
        let cx = self.cx.then(|| quote!(, cx));
        let future = future(
            &self.method,
            &quote! {
                let _ = cx;
                let this = #private::this::<#plugin>(this);
                #private::done::<#output>(<#plugin>::#name(this #cx) #wait)
            },
        );
        quote! {
            {
                fn lifecycle<'a>(
                    this: &'a (dyn #private::Any + ::core::marker::Send + ::core::marker::Sync),
                    cx: &'a #core::Cx,
                ) -> #private::BoxFuture<'a, ::core::result::Result<(), #private::Error>> {
                    #future
                }
                lifecycle
            }
        }
    }
}
