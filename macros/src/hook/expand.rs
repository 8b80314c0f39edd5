use super::parse::{Failure, Hook, Point, Shape};
use crate::method::{line, without_self};
use crate::paths::Core;
use proc_macro2::{Group, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use syn::Type;

impl Hook {
    /// Writes the `HookDecl`.
    pub(crate) fn expand(&self, core: &Core, plugin: &Type) -> TokenStream {
        let private = core.private();
        let point = self.point.path(core);
        let handler = self.handler(core, plugin);
        let method = self.method.name.to_string();
        let method = method.trim_start_matches("r#");
        let line = line(self.method.name.span());
        let Self { priority, before, after, .. } = self;
        let timeout = option(self.timeout.map(|timeout| {
            let millis = u64::try_from(timeout.as_millis()).unwrap_or(u64::MAX);
            quote!(::core::time::Duration::from_millis(#millis))
        }));
        let policy = option(self.on_failure.map(|failure| match failure {
            Failure::Open => quote!(#core::plugin::Policy::Open),
            Failure::Closed => quote!(#core::plugin::Policy::Closed),
        }));
        quote! {
            #core::plugin::HookDecl {
                point: <#point as #private::HookPoint>::INFO,
                method: #method,
                line: #line,
                priority: #priority,
                before: &[#(#before),*],
                after: &[#(#after),*],
                timeout: #timeout,
                policy: #policy,
                handler: &const { #handler },
            }
        }
    }

    /// Writes the function that checks and adapts in one expression, so that each mistake is reported once.
    fn handler(&self, core: &Core, plugin: &Type) -> TokenStream {
        let private = core.private();
        let point = self.point.path(core);
        let name = &self.method.name;
        let span = name.span();
        let output = without_self(&self.method.output, plugin);
        let (split, args) = self.arguments(core, plugin);
        let call = quote_spanned!(span=> <#plugin>::#name(this, #args));
        let adapter = quote_spanned!(span=> adapter);
        let head = quote! {
            fn #adapter<'a>(
                this: &'a #plugin,
                cx: &'a #core::Cx,
                input: #private::Input<'a, #point>,
            )
        };
        if self.method.is_async {
            // On the name, so that a future that is not `Send` is reported there.
            let future = quote_spanned!(span=> impl ::core::future::Future<Output = #output> + ::core::marker::Send + 'a);
            return quote! {
                #head -> #future {
                    let _ = cx;
                    #split
                    #call
                }
                #private::Handler::<#point>::deferred::<#plugin, _, _, _>(#adapter, #private::returned::<#point, #output>)
            };
        }
        quote! {
            #head -> ::core::result::Result<#private::Output<#point>, #private::Error> {
                let _ = cx;
                #split
                #private::returned::<#point, #output>(#call)
            }
            #private::Handler::<#point>::immediate::<#plugin, _>(#adapter)
        }
    }

    fn arguments(&self, core: &Core, plugin: &Type) -> (TokenStream, TokenStream) {
        let private = core.private();
        let point = self.point.path(core);
        let cx = self.cx.as_ref().map(|cx| {
            let ty = without_self(&cx.ty, plugin);
            quote!(, #private::cx::<#ty>(cx))
        });
        match &self.shape {
            Shape::Event(event) => {
                let ty = without_self(&event.ty, plugin);
                (TokenStream::new(), quote!(#private::given::<#point, #ty>(input) #cx))
            }
            Shape::Wrap(request, next) => {
                let pair = pair(without_self(&request.ty, plugin), without_self(&next.ty, plugin));
                let split = quote!(let (request, next) = #private::given::<#point, #pair>(input););
                (split, quote!(request, next #cx))
            }
        }
    }
}

impl Point {
    pub(crate) fn path(&self, core: &Core) -> TokenStream {
        match self {
            Self::BuiltIn(built_in, span) => {
                let (points, ident) = (core.points(), built_in.ident(*span));
                quote!(#points::#ident)
            }
            Self::Path(path) => path.to_token_stream(),
        }
    }
}

/// Writes a tuple type whose parentheses stand on the user's types, so that an error about it does too.
fn pair(first: TokenStream, second: TokenStream) -> TokenStream {
    let span = first.clone().into_iter().next().map_or_else(Span::call_site, |tree| tree.span());
    let mut group = Group::new(proc_macro2::Delimiter::Parenthesis, quote!(#first, #second));
    group.set_span(span);
    TokenTree::from(group).into()
}

/// Writes an `Option` literal.
pub(crate) fn option(value: Option<TokenStream>) -> TokenStream {
    match value {
        Some(value) => quote!(::core::option::Option::Some(#value)),
        None => quote!(::core::option::Option::None),
    }
}
