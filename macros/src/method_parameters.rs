//! Typed arguments of a method: one struct called `args`, or plain parameters for which the macro makes the struct.

use crate::errors::Errors;
use crate::method::{Method, Owner, bare, is_cx, is_no_struct, unraw, without_self};
use crate::paths::Core;
use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote};
use syn::{Attribute, Pat, PatType, Type};

/// The arguments that a method takes.
pub(crate) enum Arguments {
    /// One struct, in a parameter called `args`.
    Struct(Box<PatType>),
    /// Plain parameters.
    Plain(PlainArguments),
}

/// The functions of arguments, as expressions.
pub(crate) struct Functions {
    /// Makes the schema.
    pub(crate) schema: TokenStream,
    /// Returns the names in the order of the source.
    pub(crate) fields: TokenStream,
    /// Parses JSON.
    pub(crate) parse: TokenStream,
}

impl Functions {
    /// Writes the value that describes the arguments of a command or a verb.
    pub(crate) fn typed(&self, core: &Core) -> TokenStream {
        let Self { schema, fields, .. } = self;
        quote!(#core::plugin::TypedArguments { make_schema: #schema, fields: #fields })
    }
}

/// Plain parameters, from which a struct is made.
pub(crate) struct PlainArguments {
    /// The method's name, of which the names of the generated items are made.
    method: Ident,
    params: Vec<Param>,
}

struct Param {
    name: Ident,
    ty: Type,
    docs: Vec<Attribute>,
}

impl Arguments {
    /// Parses the parameters of a method, without its `&Cx`; `what` is how the user calls it: "a tool".
    pub(crate) fn parse(method: &Method, what: &str, errors: &mut Errors) -> Self {
        let (params, _) = method.split_cx();
        if let [only] = params {
            match &*only.pat {
                Pat::Ident(pat) if pat.ident == "args" => {
                    check_struct(only, what, errors);
                    return Self::Struct(Box::new(only.clone()));
                }
                Pat::Ident(pat) if is_called_args(&only.ty) => {
                    let message =
                        "call this parameter `args`: only then are the fields of its type the arguments";
                    errors.on(&pat.ident, message);
                }
                Pat::Struct(pat) => {
                    errors.on(pat, "take the arguments whole, `args: Args`, and apart inside");
                    return Self::Struct(Box::new(only.clone()));
                }
                _ => {}
            }
        }
        let params = params.iter().filter_map(|param| Param::parse(param, what, errors)).collect();
        Self::Plain(PlainArguments { method: method.name.clone(), params })
    }

    /// Writes the struct for plain parameters, and the one mention of their types that can go wrong.
    pub(crate) fn items(&self, core: &Core, plugin: &Owner) -> Vec<TokenStream> {
        match self {
            Self::Struct(_) => Vec::new(),
            Self::Plain(plain) => plain.items(core, plugin).into(),
        }
    }

    /// Writes the functions that describe the arguments and parse them.
    pub(crate) fn functions(&self, core: &Core, plugin: &Owner) -> Functions {
        let private = core.private();
        match self {
            Self::Struct(param) => {
                let ty = without_self(&param.ty, plugin);
                let of = quote!(<#ty as #private::IsArgs>);
                Functions {
                    schema: quote!(#of::schema),
                    fields: quote!(#of::fields),
                    parse: quote!(#of::parse),
                }
            }
            Self::Plain(plain) => {
                let constant = plain.constant_name();
                Functions {
                    schema: quote!(#constant.schema),
                    fields: quote!(#constant.fields),
                    parse: quote!((#constant.parse)),
                }
            }
        }
    }

    /// Writes what the method is called with, of a variable `args`; each value after a comma.
    pub(crate) fn values(&self) -> TokenStream {
        match self {
            Self::Struct(_) => quote!(, args),
            Self::Plain(plain) => {
                let names = plain.params.iter().map(|param| &param.name);
                quote!(#(, args.#names)*)
            }
        }
    }
}

fn check_struct(args: &PatType, what: &str, errors: &mut Errors) {
    if is_no_struct(&args.ty) {
        let or = if what == "a command" { ", or take all of the text: `args: &str`" } else { "" };
        let message =
            "`args` is the struct of all arguments, and this is none: give a plain parameter another name";
        errors.on(&args.ty, format!("{message}{or}"));
    }
}

/// Returns whether a type's name says that it is the struct of all arguments.
fn is_called_args(ty: &Type) -> bool {
    let Type::Path(path) = bare(ty) else { return false };
    let last = path.path.segments.last().map(|segment| segment.ident.to_string());
    last.is_some_and(|name| name == "Args" || name == "Arguments")
}

impl PlainArguments {
    fn items(&self, core: &Core, plugin: &Owner) -> [TokenStream; 2] {
        let private = core.private();
        let (serde, schemars) = (core.text("serde"), core.text("schemars"));
        let name = format_ident!("Arguments_{}", unraw(&self.method), span = Span::call_site());
        let title = name.to_string();
        let types = self.type_parameters();
        let given = self.params.iter().map(|param| without_self(&param.ty, plugin));
        let given = quote!(<#(#given),*>);
        let (constant, colons) = (self.constant_name(), quote!(::));
        let fields = self.params.iter().zip(&types);
        let fields = fields.map(|(Param { name, docs, .. }, ty)| quote!(#(#docs)* #name: #ty));
        let arguments = quote! {
            // Generic, so that the derived code fits whatever the types are, and only the mention of them may not.
            #[derive(#private::serde::Deserialize, #private::schemars::JsonSchema)]
            #[serde(crate = #serde, deny_unknown_fields)]
            #[schemars(crate = #schemars, rename = #title)]
            struct #name<#(#types),*> { #(#fields),* }
        };
        let constant = quote! {
            const #constant: #private::Arguments<#name #given> = {
                const fn arguments<#(#types: #private::IsArg),*>() -> #private::Arguments<#name<#(#types),*>> {
                    #private::Arguments::of()
                }
                arguments #colons #given()
            };
        };
        [arguments, constant]
    }

    fn constant_name(&self) -> Ident {
        format_ident!("ARGUMENTS_{}", unraw(&self.method).to_uppercase(), span = Span::call_site())
    }

    /// Names a type parameter for each parameter.
    fn type_parameters(&self) -> Vec<Ident> {
        let indices = 0..self.params.len();
        indices.map(|index| format_ident!("T{index}", span = Span::mixed_site())).collect()
    }
}

impl Param {
    fn parse(param: &PatType, what: &str, errors: &mut Errors) -> Option<Self> {
        if is_cx(&param.ty) {
            errors.on(param, "`&Cx` comes last, after the arguments");
        } else if let Type::Reference(_) = bare(&param.ty) {
            let message = format!("{what} owns its arguments: take `String` for `&str`, `Vec<T>` for `&[T]`");
            errors.on(&param.ty, message);
        }
        let Some(name) = ident(&param.pat) else {
            errors.on(&param.pat, "give this parameter a plain name: whoever calls this writes that");
            return None;
        };
        Some(Self { name: name.clone(), ty: (*param.ty).clone(), docs: param.attrs.clone() })
    }
}

fn ident(pat: &Pat) -> Option<&Ident> {
    match pat {
        Pat::Ident(pat) => Some(&pat.ident),
        _ => None,
    }
}
