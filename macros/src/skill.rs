//! `#[skill("name")]`: a text that teaches the model something.

use crate::args::{Args, Value, literal};
use crate::doc;
use crate::errors::Errors;
use crate::method::line;
use crate::paths::Core;
use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::{Attribute, ImplItemConst, LitStr, Meta, Type};

pub(crate) struct Skill {
    pub(crate) name: LitStr,
    description: String,
    constant: Ident,
}

impl Skill {
    pub(crate) fn read(attr: &Attribute, item: &ImplItemConst, errors: &mut Errors) -> Option<Self> {
        let wanted = "name the skill: `#[skill(\"name\")]`";
        let Meta::List(list) = &attr.meta else {
            errors.on(&attr.meta, wanted);
            return None;
        };
        let mut args = Args::read(list.tokens.clone(), errors);
        let Some(Value::Text(name)) = args.first_value() else {
            errors.on(&attr.meta, wanted);
            return None;
        };
        args.only(&[], errors);
        let description = doc::whole(&item.attrs);
        if description.is_empty() {
            errors.on(&item.ident, "say in a doc comment when the model should load this skill");
            return None;
        }
        Some(Self {
            name,
            description,
            constant: item.ident.clone(),
        })
    }

    pub(crate) fn expand(&self, core: &Core, plugin: &Type) -> TokenStream {
        let Self { name, constant, .. } = self;
        let description = literal(&self.description);
        let line = line(constant.span());
        quote! {
            #core::plugin::SkillDecl {
                name: #name,
                description: #description,
                text: <#plugin>::#constant,
                line: #line,
            }
        }
    }
}
