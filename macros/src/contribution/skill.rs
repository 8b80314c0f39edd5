//! `#[skill("name")]`: a text that teaches the model something.

use super::kind::{Contribution, Kind, Name, Parse};
use crate::attribute_args::{self, literal};
use crate::doc;
use crate::errors::Errors;
use crate::method::{Owner, bare, is_named, line};
use crate::names;
use crate::paths::Core;
use proc_macro2::{Ident, TokenStream};
use quote::{quote, quote_spanned};
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
}

fn parse(attr: &Attribute, item: &ImplItemConst, errors: &mut Errors) -> Option<Box<dyn Contribution>> {
    let before = errors.count();
    let name = attribute_args::name(attr, "name the skill: `#[skill(\"name\")]`", errors)?;
    names::check_skill(&name, errors);
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
    Some(Box::new(Skill { name, description, constant: item.ident.clone() }))
}

impl Contribution for Skill {
    fn name(&self) -> Name {
        Name::new(self.name.value(), &self.name)
    }

    fn expand(&self, core: &Core, plugin: &Owner) -> TokenStream {
        let Self { name, constant, .. } = self;
        let description = literal(&self.description);
        let line = line(constant.span());
        let text = quote_spanned! { constant.span() => {
            ::core::assert!(!<#plugin>::#constant.trim_ascii().is_empty(), "a skill needs a text");
            <#plugin>::#constant
        }};
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
