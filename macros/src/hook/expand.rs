use super::check::{self, Shape};
use super::parse::Hook;
use super::point::Point;
use crate::method::{Owner, line, unraw, without_self};
use crate::paths::{Core, name_of};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::Lifetime;

impl Hook {
    /// Writes the `HookDecl`.
    pub(crate) fn expand(&self, core: &Core, plugin: &Owner) -> TokenStream {
        let private = core.private();
        let (point, alias) = (self.point.path(core), self.point.alias(plugin));
        let handler = self.handler(core, plugin);
        let method = unraw(&self.method.name);
        let line = line(self.method.name.span());
        let Self { priority, before, after, .. } = self;
        let (policy, cfg) = (self.policy.expand(core), &self.cfg);
        quote! {
            #(#cfg)*
            {
                #alias
                #core::plugin::HookDecl {
                    point: <#point as #private::HookPoint>::INFO,
                    method: #method,
                    line: #line,
                    priority: #priority,
                    before: &[#(#before),*],
                    after: &[#(#after),*],
                    policy: #policy,
                    handler: &const { #handler },
                }
            }
        }
    }

    /// Writes the function that checks and adapts in one expression, so that each mistake is reported once.
    fn handler(&self, core: &Core, plugin: &Owner) -> TokenStream {
        let private = core.private();
        let point = self.point.path(core);
        let name = &self.method.name;
        let span = name.span();
        let output = without_self(&self.method.output, plugin);
        let (split, args) = self.arguments(core, plugin);
        // Whatever speaks of the point or the plugin's type lies on the token that names it: see `Core::itself`.
        let at = self.point.span();
        let at_point = core.private_at(at);
        // Each the same everywhere: the method may lie in a `macro_rules!`, whose names are apart from ours.
        let (this, a) = (Ident::new("this", span), Lifetime::new("'a", Span::call_site()));
        let adapter = Ident::new("adapter", span);
        let same = Ident::new("adapter", at.resolved_at(span));
        let returned = Ident::new("returned", at.resolved_at(span));
        let call = quote_spanned!(span=> <#plugin>::#name(#this, #args));
        let of = quote_spanned!(name_of(&plugin.ty)=> &#a #plugin);
        let input = quote_spanned!(at=> #at_point::Input<#a, #point>);
        let gives = quote_spanned!(at=> #at_point::Returned<#point>);
        let head = quote! {
            fn #adapter<#a>(#this: #of, cx: &#a #core::Cx, input: #input)
        };
        if let Some(asyncness) = &self.method.asyncness {
            let check = self.waiting(core, asyncness.span);
            // On the name, so that a future that is not `Send` is reported there.
            // The lifetime is not last, as the type lies where its first and last tokens do.
            let future = quote_spanned!(span=> impl #a + ::core::future::Future<Output = #output> + ::core::marker::Send);
            let handler = quote_spanned! {at=>
                #at_point::Handler::<#point>::deferred::<#plugin, _, _, _>(#same, #returned)
            };
            return quote! {
                #check
                #head -> #future {
                    let _ = cx;
                    #split
                    #call
                }
                // A function of its own: as a value, `returned` would be checked, and complained of, once more.
                #[inline]
                fn #returned(value: #output) -> #gives {
                    #private::returned::<#point, #output>(value)
                }
                #handler
            };
        }
        let handler = quote_spanned!(at=> #at_point::Handler::<#point>::immediate::<#plugin, _>(#same));
        quote! {
            #head -> #gives {
                let _ = cx;
                #split
                #private::returned::<#point, #output>(#call)
            }
            #handler
        }
    }

    fn arguments(&self, core: &Core, plugin: &Owner) -> (TokenStream, TokenStream) {
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
                let (request, next) = (without_self(&request.ty, plugin), without_self(&next.ty, plugin));
                let split = quote!(let (request, next) = <#point as #private::IsWrap>::split(input););
                let request = quote!(#private::request::<#point, #request>(request));
                (split, quote!(#request, #private::next::<#point, #next>(next) #cx))
            }
        }
    }

    /// Writes what refuses an `async` where the host cannot wait, if that is not known here.
    fn waiting(&self, core: &Core, asyncness: Span) -> Option<TokenStream> {
        let Point::Path(_) = self.point else {
            return None;
        };
        let (private, point) = (core.private(), self.point.path(core));
        let message = check::cannot_wait("this point");
        Some(quote_spanned! {asyncness=>
            ::core::assert!(!<#point as #private::HookPoint>::INFO.sync, #message);
        })
    }
}

impl Point {
    /// Returns the token that names the point.
    fn span(&self) -> Span {
        match self {
            Self::BuiltIn(..) => Span::call_site(),
            Self::Path(path) => name_of(path),
        }
    }

    /// Names a path's type once, so that whatever is wrong with it lies on one token, its last word.
    fn alias(&self, plugin: &Owner) -> Option<TokenStream> {
        let Self::Path(path) = self else {
            return None;
        };
        let (alias, path) = (self.alias_name(), without_self(path, plugin));
        Some(quote!(type #alias = #path;))
    }

    fn alias_name(&self) -> Ident {
        Ident::new("__HookwirePoint", self.span())
    }

    fn path(&self, core: &Core) -> TokenStream {
        match self {
            Self::BuiltIn(built_in, span) => {
                let (points, ident) = (core.points(), built_in.ident(*span));
                quote!(#points::#ident)
            }
            Self::Path(_) => core.itself(self.alias_name(), "IsPoint"),
        }
    }
}
