//! `#[template("page.html")]` and `#[template(folder = "templates")]`: texts with places for values.

use super::kind::{Contribution, Kind, Name, Parse};
use super::text::{TextSource, check_text, files_of};
use crate::attribute_args::literal;
use crate::doc;
use crate::errors::Errors;
use crate::method::{Owner, line};
use crate::names;
use crate::paths::Core;
use crate::template_files::{self, TemplateFile};
use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::{Attribute, ImplItemConst, LitStr};

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
    let wanted = "name the template, `#[template(\"page.html\")]`, or the folder of all: \
                  `#[template(folder = \"templates\")]`";
    match TextSource::read(attr, wanted, errors) {
        Some(TextSource::Constant(name)) => one(name, item, errors).into_iter().collect(),
        Some(TextSource::Folder(folder)) => of_folder(&folder, item, errors),
        None => Vec::new(),
    }
}

/// Reads a template whose text is the constant.
fn one(name: LitStr, item: &ImplItemConst, errors: &mut Errors) -> Option<Box<dyn Contribution>> {
    let before = errors.count();
    if let Some(why) = names::not_a_template(&name.value()) {
        errors.on(&name, why);
    }
    check_text(item, "a template", errors);
    if errors.count() > before {
        return None;
    }
    let description = doc::whole(&item.attrs);
    Some(Box::new(Template { name, description, constant: item.ident.clone(), file: None }))
}

/// Reads the templates of a folder, which stands on a constant without a value.
fn of_folder(folder: &LitStr, item: &ImplItemConst, errors: &mut Errors) -> Vec<Box<dyn Contribution>> {
    let template = |file: TemplateFile| -> Box<dyn Contribution> {
        Box::new(Template {
            name: LitStr::new(&file.name, folder.span()),
            description: doc::whole(&item.attrs),
            constant: item.ident.clone(),
            file: Some(file),
        })
    };
    files_of(folder, item, template_files::find, errors).into_iter().map(template).collect()
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
