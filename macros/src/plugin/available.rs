use super::members::Members;
use crate::errors::Errors;
use crate::method::is_named;
use hookwire_text::suggest;
use syn::{Ident, ImplItem, ImplItemFn, ItemImpl, ReceiverKind, ReturnType, Safety};

/// Makes sure that the methods that say whether a tool is available are there and can be asked; forgets the others.
pub(super) fn check(members: &mut Members, block: &ItemImpl, errors: &mut Errors) {
    for available in members.tools.iter_mut().map(|tool| &mut tool.available) {
        if let Some(name) = available
            && let Err(why) = find(name, block)
        {
            errors.on(&*name, why);
            *available = None;
        }
    }
}

fn find(name: &Ident, block: &ItemImpl) -> Result<(), String> {
    let methods = || {
        block.items.iter().filter_map(|item| match item {
            ImplItem::Fn(method) => Some(method),
            _ => None,
        })
    };
    match methods().find(|method| method.sig.ident == *name) {
        Some(method) if is_question(method) => Ok(()),
        Some(_) => {
            Err(format!("`{name}` must be a `fn {name}(&self) -> bool`: it is asked before each call"))
        }
        None => {
            let names: Vec<_> = methods().map(|method| method.sig.ident.to_string()).collect();
            let cure = match suggest::nearest(&name.to_string(), names.iter().map(String::as_str)) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("write `fn {name}(&self) -> bool`"),
            };
            Err(format!("there is no method `{name}` in this block; {cure}"))
        }
    }
}

fn is_question(method: &ImplItemFn) -> bool {
    let sig = &method.sig;
    let shared = sig.receiver().is_some_and(|it| matches!(it.kind, ReceiverKind::Reference(_, _, None)));
    let answers = matches!(&sig.output, ReturnType::Type(_, ty) if is_named(ty, "bool"));
    let plain = sig.asyncness.is_none() && !matches!(sig.safety, Safety::Unsafe(_));
    shared && answers && plain && sig.inputs.len() == 1
}
