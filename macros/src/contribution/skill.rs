//! `#[skill("name")]` and `#[skill(folder = "skills")]`: texts that teach the model something.

use super::kind::{Contribution, Kind, Name, Parse};
use super::text::{TextSource, check_text, files_of};
use crate::attribute_args::literal;
use crate::doc;
use crate::errors::Errors;
use crate::method::{Owner, line};
use crate::names;
use crate::paths::Core;
use crate::skill_files::{self, SkillFile};
use proc_macro2::{Ident, TokenStream};
use quote::{quote, quote_spanned};
use syn::{Attribute, ImplItemConst, LitStr};

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
    match TextSource::read(attr, "name the skill: `#[skill(\"name\")]`", errors) {
        Some(TextSource::Constant(name)) => one(name, item, errors).into_iter().collect(),
        Some(TextSource::Folder(folder)) => of_folder(&folder, item, errors),
        None => Vec::new(),
    }
}

/// Reads a skill whose text is the constant.
fn one(name: LitStr, item: &ImplItemConst, errors: &mut Errors) -> Option<Box<dyn Contribution>> {
    let before = errors.count();
    names::check_plain(&name, "skill", "release-notes", errors);
    check_text(item, "a skill", errors);
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
    let skill = |file: SkillFile| -> Box<dyn Contribution> {
        Box::new(Skill {
            name: LitStr::new(&file.name, folder.span()),
            description: file.description.clone(),
            constant: item.ident.clone(),
            file: Some(file),
        })
    };
    files_of(folder, item, skill_files::read, errors).into_iter().map(skill).collect()
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
