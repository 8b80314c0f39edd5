//! `#[skill("name")]` and `#[skill(folder = "skills")]`: texts that teach the model something.

use super::kind::{Contribution, Kind, Name, Parse};
use crate::attribute_args::{Args, Value, literal};
use crate::doc;
use crate::errors::Errors;
use crate::method::{Owner, bare, is_named, line};
use crate::names;
use crate::paths::Core;
use crate::skill_files::{self, SkillFile};
use proc_macro2::{Ident, TokenStream};
use quote::{quote, quote_spanned};
use std::env;
use std::path::PathBuf;
use syn::{Attribute, ImplItemConst, LitStr, Type};

pub(super) const KIND: Kind = Kind {
    attribute: "skill",
    noun: "skill",
    declaration: "SkillDecl",
    parse: Parse::Constant {
        parse,
        wanted: "a skill is a constant: `#[skill(\"name\")] const TEXT: &str = ..;`",
    },
};

struct Skill {
    name: LitStr,
    description: String,
    constant: Ident,
    /// The file that has the text; without one, the constant is the text.
    file: Option<SkillFile>,
}

fn parse(attr: &Attribute, item: &ImplItemConst, errors: &mut Errors) -> Vec<Box<dyn Contribution>> {
    let mut args = Args::of_attribute(attr, errors);
    if let Some(Value::Text(name)) = args.first_value(&["folder"]) {
        args.only(&[], errors);
        return one(name, item, errors).into_iter().collect();
    }
    match args.text("folder", errors) {
        Some(folder) => {
            args.only(&["folder"], errors);
            of_folder(&folder, item, errors)
        }
        None if args.find("folder").is_some() => Vec::new(),
        None => {
            errors.on(&attr.meta, "name the skill: `#[skill(\"name\")]`");
            Vec::new()
        }
    }
}

/// Reads a skill whose text is the constant.
fn one(name: LitStr, item: &ImplItemConst, errors: &mut Errors) -> Option<Box<dyn Contribution>> {
    let before = errors.count();
    names::check_plain(&name, "skill", "release-notes", errors);
    if !is_text(&item.ty) {
        errors.on(&item.ty, "a skill is a text: make this constant a `&str`");
    }
    let description = doc::whole(&item.attrs);
    if description.is_empty() {
        errors.on(&item.ident, "say in a doc comment when the model should load this skill");
    }
    if errors.count() > before {
        return None;
    }
    Some(Box::new(Skill { name, description, constant: item.ident.clone(), file: None }))
}

/// Reads the skills of a folder, which stands on a constant without a value.
fn of_folder(folder: &LitStr, item: &ImplItemConst, errors: &mut Errors) -> Vec<Box<dyn Contribution>> {
    if !is_unit(&item.ty) {
        errors.on(&item.ty, "the texts are in the folder: make this constant a `()`");
        return Vec::new();
    }
    let home = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from).unwrap_or_default();
    let files = match skill_files::read(&home, &folder.value()) {
        Ok(files) => files,
        Err(why) => {
            errors.on(folder, why);
            return Vec::new();
        }
    };
    let skill = |file: SkillFile| -> Box<dyn Contribution> {
        Box::new(Skill {
            name: LitStr::new(&file.name, folder.span()),
            description: file.description.clone(),
            constant: item.ident.clone(),
            file: Some(file),
        })
    };
    files.into_iter().map(skill).collect()
}

impl Contribution for Skill {
    fn name(&self) -> Name {
        Name::new(self.name.value(), &self.name)
    }

    fn expand(&self, core: &Core, plugin: &Owner) -> TokenStream {
        let Self { name, constant, .. } = self;
        let description = literal(&self.description);
        let line = line(constant.span());
        let text = match &self.file {
            None => quote_spanned! { constant.span() => {
                ::core::assert!(!<#plugin>::#constant.trim_ascii().is_empty(), "a skill needs a text");
                <#plugin>::#constant
            }},
            Some(SkillFile { text, path, .. }) => quote! {{
                // So that the compiler builds anew when the file changes.
                const _: &::core::primitive::str =
                    ::core::include_str!(::core::concat!(::core::env!("CARGO_MANIFEST_DIR"), "/", #path));
                let () = <#plugin>::#constant;
                #text
            }},
        };
        quote! {
            #core::plugin::SkillDecl {
                name: #name,
                description: #description,
                text: #text,
                line: #line,
            }
        }
    }
}

fn is_text(ty: &Type) -> bool {
    matches!(bare(ty), Type::Reference(reference) if is_named(&reference.elem, "str"))
}

fn is_unit(ty: &Type) -> bool {
    matches!(bare(ty), Type::Tuple(tuple) if tuple.elems.is_empty())
}
