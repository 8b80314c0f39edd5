use syn::{Attribute, Meta};

/// Returns whether something is compiled for its crate's own tests only: `#[cfg(test)]`, alone or in an `all(..)`.
pub(crate) fn is_for_tests(attrs: &[Attribute]) -> bool {
    fn demands_test(meta: &Meta) -> bool {
        let inner = |list: &syn::MetaList| {
            let parser = syn::punctuated::Punctuated::<Meta, syn::Token![,]>::parse_terminated;
            list.parse_args_with(parser).is_ok_and(|inner| inner.iter().any(demands_test))
        };
        match meta {
            Meta::Path(path) => path.is_ident("test"),
            Meta::List(list) => list.path.is_ident("all") && inner(list),
            Meta::NameValue(_) => false,
        }
    }
    attrs.iter().any(|attr| {
        attr.path().is_ident("cfg") && attr.parse_args::<Meta>().is_ok_and(|meta| demands_test(&meta))
    })
}
