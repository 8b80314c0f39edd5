//! `#[template("page.html")]` and `#[template(folder = "templates")]`: texts with places for values.

use super::kind::{Contribution, Kind, Name, Parse};
use crate::attribute_args::{Args, Value, literal};
use crate::doc;
use crate::errors::Errors;
use crate::method::{Owner, bare, is_named, line};
use crate::names;
use crate::paths::Core;
use crate::template_files::{self, TemplateFile};
use proc_macro2::{Ident, TokenStream};
use quote::quote;
use std::env;
use std::path::PathBuf;
use syn::{Attribute, ImplItemConst, LitStr, Type};

pub(super) const KIND: Kind = Kind {
    attribute: "template",
    noun: "template",
    declaration: "TemplateDecl",
    parse: Parse::Constant {
        parse,
        wanted: "a template is a constant: `#[template(\"page.html\")] const PAGE: &str = ..;`, or \
                 `#[template(folder = \"templates\")] const TEMPLATES: () = ();`",
    },
};

struct Template {
    name: LitStr,
    description: String,
    constant: Ident,
    /// The file that has the text; without one, the constant is the text.
    file: Option<TemplateFile>,
}

fn parse(attr: &Attribute, item: &ImplItemConst, errors: &mut Errors) -> Vec<Box<dyn Contribution>> {
    let before = errors.count();
    let mut args = Args::of_attribute(attr, errors);
    if let Some(Value::Text(name)) = args.first_value(&["folder"]) {
        args.only(&[], errors);
        return one(name, item, errors).into_iter().collect();
    }
    args.only(&["folder"], errors);
    match args.text("folder", errors) {
        Some(folder) => of_folder(&folder, item, errors),
        None => {
            if errors.count() == before {
                errors.on(
                    &attr.meta,
                    "name the template, `#[template(\"page.html\")]`, or the folder of all: \
                     `#[template(folder = \"templates\")]`",
                );
            }
            Vec::new()
        }
    }
}

/// Reads a template whose text is the constant.
fn one(name: LitStr, item: &ImplItemConst, errors: &mut Errors) -> Option<Box<dyn Contribution>> {
    let before = errors.count();
    if let Some(why) = names::not_a_template(&name.value()) {
        errors.on(&name, why);
    }
    if !matches!(bare(&item.ty), Type::Reference(reference) if is_named(&reference.elem, "str")) {
        errors.on(&item.ty, "a template is a text: make this constant a `&str`");
    }
    if errors.count() > before {
        return None;
    }
    let description = doc::whole(&item.attrs);
    Some(Box::new(Template { name, description, constant: item.ident.clone(), file: None }))
}

/// Reads the templates of a folder, which stands on a constant without a value.
fn of_folder(folder: &LitStr, item: &ImplItemConst, errors: &mut Errors) -> Vec<Box<dyn Contribution>> {
    if !matches!(bare(&item.ty), Type::Tuple(tuple) if tuple.elems.is_empty()) {
        errors.on(&item.ty, "the texts are in the folder: make this constant a `()`");
        return Vec::new();
    }
    let home = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from).unwrap_or_default();
    let files = match template_files::find(&home, &folder.value()) {
        Ok(files) => files,
        Err(why) => {
            errors.on(folder, why);
            return Vec::new();
        }
    };
    let template = |file: TemplateFile| -> Box<dyn Contribution> {
        Box::new(Template {
            name: LitStr::new(&file.name, folder.span()),
            description: doc::whole(&item.attrs),
            constant: item.ident.clone(),
            file: Some(file),
        })
    };
    files.into_iter().map(template).collect()
}

impl Contribution for Template {
    fn name(&self) -> Name {
        Name::new(self.name.value(), &self.name)
    }

    fn expand(&self, core: &Core, plugin: &Owner) -> TokenStream {
        let Self { name, constant, .. } = self;
        let description = literal(&self.description);
        let line = line(constant.span());
        let text = match &self.file {
            None => quote!(<#plugin>::#constant),
            // The compiler builds anew when the file changes.
            Some(TemplateFile { path, .. }) => quote! {{
                let () = <#plugin>::#constant;
                ::core::include_str!(::core::concat!(::core::env!("CARGO_MANIFEST_DIR"), "/", #path))
            }},
        };
        quote! {
            #core::plugin::TemplateDecl {
                name: #name,
                description: #description,
                text: #text,
                line: #line,
            }
        }
    }
}
