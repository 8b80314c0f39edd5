use super::members::{self, Members};
use super::plugin_args::Manifest;
use super::{check, registration};
use crate::errors::Errors;
use proc_macro2::TokenStream;
use quote::quote;

/// Reads the block, checks it, and writes the block again with the plugin beside it.
pub(crate) fn expand(args: TokenStream, item: TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let Some(mut block) = check::parse(&item, &mut errors) else {
        let errors = errors.into_tokens();
        return quote!(#item #errors);
    };
    check::block(&block, &mut errors);
    let sound = errors.count() == 0;
    let manifest = Manifest::read(args, &mut errors);
    let mut members = Members::take(&mut block, &mut errors);
    for contributed in &mut members.contributions {
        contributed.contribution.check(&block, &mut errors);
    }
    check::members(&members, &manifest, &block, &mut errors);
    let failed = errors.count() > 0;
    let errors = errors.into_tokens();
    members::soften(&mut block, failed);
    // With a wrong block, or without arguments, the rest would only repeat it.
    let plugin = (sound && manifest.readable).then(|| registration::plugin(&block, &manifest, &members));
    let mentions = &members.mentions;
    quote!(#block #plugin #(const _: ::core::marker::PhantomData<#mentions> = ::core::marker::PhantomData;)* #errors)
}
