use crate::errors::Errors;
use crate::paths::Core;
use proc_macro2::{Group, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote_spanned};
use syn::spanned::Spanned;
use syn::{FnArg, GenericParam, Ident, ImplItemFn, PatType, ReceiverKind, ReturnType, Safety, Token, Type};

/// What the checks and expansions need of a method.
pub(crate) struct Method {
    pub(crate) name: Ident,
    pub(crate) asyncness: Option<Token![async]>,
    /// Everything after `self`.
    pub(crate) params: Vec<PatType>,
    /// The return type as written; `()` on the closing parenthesis if none is.
    pub(crate) output: TokenStream,
    /// Whether the return type is called `Result`.
    pub(crate) is_result: bool,
    /// The whole parameter list.
    pub(crate) parens: Span,
}

impl Method {
    /// Reads a method that takes `&self`; `what` is how the user calls it.
    pub(crate) fn shared(item: &ImplItemFn, what: &str, errors: &mut Errors) -> Self {
        let method = Self::read(item, what, errors);
        match item.sig.receiver() {
            None => errors.at(
                item.sig.paren_token.span.open(),
                format!("{what} takes `&self` first: it works on the plugin"),
            ),
            Some(receiver) if !matches!(receiver.kind, ReceiverKind::Reference(_, _, None)) => errors.on(
                receiver,
                format!(
                    "{what} takes `&self`: a plugin is shared; keep what changes in a `Mutex` or an atomic"
                ),
            ),
            Some(_) => {}
        }
        method
    }

    /// Reads a function that makes the plugin.
    pub(crate) fn maker(item: &ImplItemFn, errors: &mut Errors) -> Self {
        let method = Self::read(item, "`#[init]`", errors);
        if let Some(receiver) = item.sig.receiver() {
            errors.on(receiver, "`#[init]` makes the plugin, so there is no `self` yet: remove it");
        }
        method
    }

    fn read(item: &ImplItemFn, what: &str, errors: &mut Errors) -> Self {
        let sig = &item.sig;
        let lifetime = |param: &GenericParam| matches!(param, GenericParam::Lifetime(_));
        if !sig.generics.params.iter().all(lifetime) {
            errors.on(
                &sig.generics,
                format!("{what} cannot be generic, as nobody could choose the type; name one"),
            );
        } else if !sig.generics.params.is_empty() {
            errors.on(
                &sig.generics,
                format!("{what} cannot name its lifetimes; leave them out: `&T`, `Next<'_, P>`"),
            );
        }
        for input in &sig.inputs {
            if let FnArg::Typed(param) = input
                && let Some(token) = opaque(param.ty.to_token_stream())
            {
                errors.on(
                    token,
                    format!(
                        "{what} cannot be generic, as nobody could choose the type; name one for `impl ..`"
                    ),
                );
            }
        }
        if let ReturnType::Type(_, ty) = &sig.output
            && let Some(token) = opaque(ty.to_token_stream())
        {
            let message = if ty.to_token_stream().to_string().contains("Future") {
                format!(
                    "{what} that takes its time is an `async fn`: write that, and the type that comes of it"
                )
            } else {
                format!("{what} cannot return `impl ..`; name the type")
            };
            errors.on(token, message);
        }
        if let Some(abi) = &sig.abi {
            errors.on(
                abi,
                format!("{what} cannot be `extern`: a panic in it would end the process; remove this"),
            );
        }
        if let Safety::Unsafe(token) = &sig.safety {
            errors.on(token, format!("{what} cannot be `unsafe`: nobody could keep its promise"));
        }
        let typed = sig.inputs.iter().filter_map(|input| match input {
            FnArg::Typed(param) => Some(param.clone()),
            FnArg::Receiver(_) => None,
        });
        let mut parens = TokenStream::new();
        sig.paren_token.surround(&mut parens, |_| {});
        Self {
            name: sig.ident.clone(),
            asyncness: sig.asyncness,
            params: typed.collect(),
            output: match &sig.output {
                ReturnType::Default => unit(sig.paren_token.span.close()),
                ReturnType::Type(_, ty) => ty.to_token_stream(),
            },
            is_result: matches!(&sig.output, ReturnType::Type(_, ty) if is_named(ty, "Result")),
            parens: parens.span(),
        }
    }

    /// Returns `.await` if calling it needs that.
    pub(crate) fn wait(&self) -> TokenStream {
        if self.asyncness.is_some() { quote::quote!(.await) } else { TokenStream::new() }
    }

    /// Returns the return type, with the plugin's type for `Self`.
    pub(crate) fn output_for(&self, plugin: &Owner) -> TokenStream {
        without_self(&self.output, plugin)
    }

    /// Takes the `&Cx` off the end of the parameters.
    pub(crate) fn split_cx(&self) -> (&[PatType], Option<&PatType>) {
        match self.params.split_last() {
            Some((last, rest)) if is_cx(&last.ty) => (rest, Some(last)),
            _ => (&self.params, None),
        }
    }
}

/// Finds an `impl Trait` in a type.
fn opaque(ty: TokenStream) -> Option<TokenTree> {
    ty.into_iter().find_map(|tree| match tree {
        TokenTree::Ident(ident) if ident == "impl" => Some(ident.into()),
        TokenTree::Group(group) => opaque(group.stream()),
        _ => None,
    })
}

fn unit(span: Span) -> TokenStream {
    let mut group = Group::new(proc_macro2::Delimiter::Parenthesis, TokenStream::new());
    group.set_span(span);
    TokenTree::from(group).into()
}

/// Returns an identifier's name without `r#`.
pub(crate) fn unraw(ident: &Ident) -> String {
    ident.to_string().trim_start_matches("r#").to_owned()
}

/// Returns what a type is, where a `macro_rules!` has wrapped it up.
pub(crate) fn bare(ty: &Type) -> &Type {
    match ty {
        Type::Group(group) => bare(&group.elem),
        ty => ty,
    }
}

/// Returns whether a type is written `&Cx`.
pub(crate) fn is_cx(ty: &Type) -> bool {
    matches!(bare(ty), Type::Reference(reference) if is_named(&reference.elem, "Cx"))
}

/// Returns whether a type is written `&str`.
pub(crate) fn is_str(ty: &Type) -> bool {
    is_reference_to(ty, "str")
}

/// Returns whether a type is written `&Name`.
pub(crate) fn is_reference_to(ty: &Type, name: &str) -> bool {
    matches!(bare(ty), Type::Reference(reference) if reference.mutability.is_none() && is_named(&reference.elem, name))
}

/// Returns whether a type is certainly no struct with named fields: a number, a text, a list, a tuple.
pub(crate) fn is_no_struct(ty: &Type) -> bool {
    const NAMES: [&str; 24] = [
        "String", "str", "bool", "char", "u8", "u16", "u32", "u64", "u128", "usize", "i8", "i16", "i32",
        "i64", "i128", "isize", "f32", "f64", "Vec", "VecDeque", "HashSet", "BTreeSet", "Option", "PathBuf",
    ];
    match bare(ty) {
        Type::Tuple(_) | Type::Array(_) | Type::Slice(_) => true,
        Type::Reference(reference) => is_no_struct(&reference.elem),
        ty => NAMES.iter().any(|name| is_named(ty, name)),
    }
}

/// Returns whether a type is a path that ends in a name.
pub(crate) fn is_named(ty: &Type, name: &str) -> bool {
    matches!(bare(ty), Type::Path(path) if path.path.segments.last().is_some_and(|segment| segment.ident == name))
}

/// The plugin's type.
pub(crate) struct Owner {
    pub(crate) ty: Type,
    /// The plugin's id: an expression that `concat!` takes.
    pub(crate) id: TokenStream,
    mention: TokenStream,
}

impl Owner {
    pub(crate) fn new(core: &Core, ty: Type, id: TokenStream) -> Self {
        let mention = core.itself(&ty, "TakeMutexArcOrAtomicsForState");
        Self { ty, id, mention }
    }
}

impl ToTokens for Owner {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        self.mention.to_tokens(tokens);
    }
}

/// Writes a future that is sent to another thread; that it cannot be is reported on the method's name.
pub(crate) fn future(method: &Method, body: &TokenStream) -> TokenStream {
    quote_spanned!(method.name.span()=> ::std::boxed::Box::pin(async move { #body }))
}

/// Writes the plugin's type for `Self`, which nested functions do not know.
pub(crate) fn without_self(tokens: impl ToTokens, plugin: &Owner) -> TokenStream {
    let replace = |tree| match tree {
        TokenTree::Ident(ident) if ident == "Self" => plugin.ty.to_token_stream(),
        TokenTree::Group(group) => {
            let mut inner = Group::new(group.delimiter(), without_self(group.stream(), plugin));
            inner.set_span(group.span());
            TokenTree::from(inner).into()
        }
        other => other.into(),
    };
    tokens.into_token_stream().into_iter().flat_map(replace).collect::<TokenStream>()
}

/// Returns the line of a span in the source.
pub(crate) fn line(span: Span) -> u32 {
    u32::try_from(span.unwrap().line()).unwrap_or(0)
}
