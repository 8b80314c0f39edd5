//! `#[derive(Described)]`: the fields of an event, for the pages about hook points.

use crate::attribute_args::Args;
use crate::doc;
use crate::errors::Errors;
use crate::paths::{Core, type_text};
use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};
use syn::{Attribute, Data, DeriveInput, Field, Fields, Variant};

pub(crate) fn expand(item: TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let described = errors.take(syn::parse2::<DeriveInput>(item)).and_then(|item| {
        let core = core(&item.attrs, &mut errors);
        if !item.generics.params.is_empty() {
            errors.on(
                &item.generics,
                "a type that is described cannot be generic; describe the types it is used with",
            );
            return None;
        }
        if let Data::Union(data) = &item.data {
            errors.on(
                data.union_token,
                "a union cannot be described; `Described` is for a `struct` or an `enum`",
            );
        }
        let (ident, info) = (&item.ident, info(&item, &core)?);
        Some(quote! {
            impl #core::point::Described for #ident {
                const INFO: &'static #core::point::TypeInfo = &#info;
            }
        })
    });
    let errors = errors.into_tokens();
    quote!(#described #errors)
}

/// Reads `#[described(crate = path)]`.
fn core(attrs: &[Attribute], errors: &mut Errors) -> Core {
    let attr = attrs.iter().find(|attr| attr.path().is_ident("described"));
    Core::new(attr.and_then(|attr| {
        let args = Args::of_attribute(attr, errors);
        args.only(&["crate"], errors);
        args.path("crate", errors)
    }))
}

/// Writes the `TypeInfo` of a type; a union has none.
pub(crate) fn info(item: &DeriveInput, core: &Core) -> Option<TokenStream> {
    let ident = &item.ident;
    let (name, doc) = (ident.to_string(), doc::paragraph(&item.attrs));
    let (fields, variants) = match &item.data {
        Data::Struct(data) => {
            let fields = data.fields.iter().enumerate();
            (fields.map(|(index, it)| field(index, it, core)).collect(), Vec::new())
        }
        Data::Enum(data) => (Vec::new(), data.variants.iter().map(|it| variant(it, core)).collect()),
        Data::Union(_) => return None,
    };
    Some(quote! {
        #core::point::TypeInfo {
            id: ::core::any::TypeId::of::<#ident>(),
            name: #name,
            doc: #doc,
            fields: &[#(#fields),*],
            variants: &[#(#variants),*],
        }
    })
}

/// Writes what is known of a type that may or may not be described.
pub(crate) fn known(ty: impl ToTokens, core: &Core) -> TokenStream {
    let private = core.private();
    quote! {{
        #[allow(unused_imports)]
        use #private::NotDescribed as _;
        <#private::Known<#ty>>::INFO
    }}
}

fn field(index: usize, field: &Field, core: &Core) -> TokenStream {
    let cfg = cfg(&field.attrs);
    let name = field.ident.as_ref().map_or_else(|| index.to_string(), Ident::to_string);
    let (type_name, doc, known) =
        (type_text(&field.ty), doc::paragraph(&field.attrs), known(&field.ty, core));
    quote! {
        #(#cfg)*
        #core::point::FieldInfo { name: #name, type_name: #type_name, doc: #doc, type_info: || #known }
    }
}

fn variant(variant: &Variant, core: &Core) -> TokenStream {
    let (cfg, doc) = (cfg(&variant.attrs), doc::paragraph(&variant.attrs));
    let types = variant.fields.iter().map(|field| {
        let ty = type_text(&field.ty);
        field.ident.as_ref().map_or_else(|| ty.clone(), |name| format!("{name}: {ty}"))
    });
    let types = types.collect::<Vec<_>>().join(", ");
    let name = match &variant.fields {
        Fields::Unit => variant.ident.to_string(),
        Fields::Unnamed(_) => format!("{}({types})", variant.ident),
        Fields::Named(_) => format!("{} {{ {types} }}", variant.ident),
    };
    quote!(#(#cfg)* #core::point::VariantInfo { name: #name, doc: #doc })
}

fn cfg(attrs: &[Attribute]) -> impl Iterator<Item = &Attribute> {
    attrs.iter().filter(|attr| attr.path().is_ident("cfg"))
}
