//! `#[routes]`: the HTTP routes of a plugin.

use super::kind::{Contribution, Kind, Name, Parse};
use crate::attribute_args::{Args, literal};
use crate::doc;
use crate::errors::Errors;
use crate::method::{Method, Owner, is_cx, line, without_self};
use crate::paths::{Core, option};
use crate::time;
use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use std::time::Duration;
use syn::{Attribute, ImplItemFn, LitStr, Path};

pub(super) const KIND: Kind =
    Kind { attribute: "routes", noun: "router", declaration: "RoutesDecl", parse: Parse::Method(parse) };

const ARGUMENTS: [&str; 4] = ["nav", "public", "openapi", "timeout"];

struct Routes {
    /// The attribute's name, for errors.
    token: TokenStream,
    description: String,
    nav: Option<LitStr>,
    public: Vec<LitStr>,
    openapi: Option<Path>,
    timeout: Option<Duration>,
    method: Method,
}

fn parse(attr: &Attribute, item: &ImplItemFn, errors: &mut Errors) -> Option<Box<dyn Contribution>> {
    let before = errors.count();
    let mut args = Args::of_attribute(attr, errors);
    if let Some(first) = args.first_value(&ARGUMENTS) {
        errors.on(
            first,
            "routes have no name, as they are under the plugin's id; for one in the navigation write `nav = \"..\"`",
        );
    }
    args.only(&ARGUMENTS, errors);
    let nav = args.text("nav", errors);
    if let Some(empty) = nav.as_ref().filter(|nav| nav.value().trim().is_empty()) {
        errors.on(empty, "say what the navigation shows, or remove `nav`");
    }
    let public = args.texts("public", errors);
    for path in &public {
        check_path(path, errors);
    }
    let routes = Routes {
        token: attr.path().to_token_stream(),
        description: doc::whole(&item.attrs),
        nav,
        public,
        openapi: args.path("openapi", errors),
        timeout: args.text("timeout", errors).and_then(|text| time::read(&text, errors)),
        method: method(item, errors),
    };
    (errors.count() == before).then(|| Box::new(routes) as Box<dyn Contribution>)
}

/// Complains of a text that is no path inside the plugin.
fn check_path(path: &LitStr, errors: &mut Errors) {
    let text = path.value();
    let plain = text.strip_suffix("/*").unwrap_or(&text);
    if !text.starts_with('/') {
        errors.on(path, format!("a public path begins with a slash: write \"/{text}\""));
    } else if plain.contains('*') || plain.contains(['{', '}']) {
        errors.on(
            path,
            "a public path is whole, \"/webhook\", or ends in `/*` for all below it: \"/static/*\"",
        );
    } else if plain.contains(|c: char| c.is_whitespace() || matches!(c, '?' | '#')) {
        errors.on(
            path,
            format!("`{text}` is no path; write it as it is sent, percent-encoded and without a query"),
        );
    }
}

fn method(item: &ImplItemFn, errors: &mut Errors) -> Method {
    let method = Method::shared(item, "a method that brings routes", errors);
    if let Some(token) = &method.asyncness {
        errors.on(
            token,
            "routes are made at once: remove `async`; what takes its time belongs into `#[init]` or a handler",
        );
    }
    for param in &method.params {
        if is_cx(&param.ty) {
            errors.on(
                param,
                "routes are made once for all requests: take the `Cx` in a handler, as an argument",
            );
        } else {
            errors.on(
                param,
                "a method that brings routes takes only `&self`; remove this, and hand handlers what they need with \
                 `.with_state(..)`",
            );
        }
    }
    method
}

impl Contribution for Routes {
    fn name(&self) -> Name {
        Name::new("routes", &self.token)
    }

    fn is_single(&self) -> bool {
        true
    }

    fn capability(&self) -> Option<&'static str> {
        Some("routes")
    }

    fn expand(&self, core: &Core, plugin: &Owner) -> TokenStream {
        let (private, id) = (core.private(), &plugin.id);
        let (method, output) = (&self.method.name, self.method.output_for(plugin));
        let description = literal(&self.description);
        let line = line(self.method.name.span());
        let (nav, public) = (option(self.nav.as_ref().map(ToTokens::to_token_stream)), &self.public);
        let openapi = option(self.openapi.as_ref().map(|path| without_self(path, plugin)));
        let timeout = option(self.timeout.map(time::constant));
        quote! {
            #core::plugin::RoutesDecl {
                name: #id,
                description: #description,
                line: #line,
                nav: #nav,
                public: &[#(#public),*],
                timeout: #timeout,
                openapi: #openapi,
                router: {
                    fn router(
                        this: &(dyn #private::Any + ::core::marker::Send + ::core::marker::Sync),
                    ) -> ::core::result::Result<
                        &(dyn #private::Any + ::core::marker::Send + ::core::marker::Sync),
                        #private::Error,
                    > {
                        #private::routes::<#plugin, #output>(this, |this| <#plugin>::#method(this))
                    }
                    router
                },
            }
        }
    }
}
