use crate::attribute_args::Args;
use crate::errors::Errors;
use crate::paths::{Core, option};
use crate::time;
use proc_macro2::TokenStream;
use quote::quote;
use std::time::Duration;
use syn::LitStr;

/// The settings of a hook that its author, its point and the operator may choose.
pub(crate) struct Policy {
    timeout: Option<Duration>,
    on_failure: Option<OnFailure>,
    trace: Option<TraceDetail>,
}

/// What the record of a request keeps of what a hook changes.
#[derive(Clone, Copy)]
enum TraceDetail {
    Values,
    Paths,
}

/// What happens when a hook fails.
#[derive(Clone, Copy)]
enum OnFailure {
    Open,
    Closed,
}

impl Policy {
    /// The names of the arguments.
    pub(crate) const ARGUMENTS: [&str; 3] = ["timeout", "on_failure", "trace"];

    pub(crate) fn read(args: &Args, errors: &mut Errors) -> Self {
        Self {
            timeout: args.text("timeout", errors).and_then(|text| time::read(&text, errors)),
            on_failure: args.text("on_failure", errors).and_then(|text| OnFailure::read(&text, errors)),
            trace: args.text("trace", errors).and_then(|text| TraceDetail::read(&text, errors)),
        }
    }

    /// Writes the `HookPolicyOverride`.
    pub(crate) fn expand(&self, core: &Core) -> TokenStream {
        let timeout = option(self.timeout.map(time::constant));
        let on_failure = option(self.on_failure.map(|on_failure| on_failure.expand(core)));
        let trace = option(self.trace.map(|trace| trace.expand(core)));
        quote!(#core::point::HookPolicyOverride { timeout: #timeout, on_failure: #on_failure, trace: #trace })
    }
}

impl OnFailure {
    fn read(text: &LitStr, errors: &mut Errors) -> Option<Self> {
        match text.value().as_str() {
            "open" => Some(Self::Open),
            "closed" => Some(Self::Closed),
            other => {
                errors.on(
                    text,
                    format!(
                        "`{other}` is no failure policy; write \"closed\" (the operation is refused) or \"open\" \
                         (the fault is reported, and on)"
                    ),
                );
                None
            }
        }
    }

    fn expand(self, core: &Core) -> TokenStream {
        match self {
            Self::Open => quote!(#core::point::FailurePolicy::Open),
            Self::Closed => quote!(#core::point::FailurePolicy::Closed),
        }
    }
}

impl TraceDetail {
    fn read(text: &LitStr, errors: &mut Errors) -> Option<Self> {
        match text.value().as_str() {
            "values" => Some(Self::Values),
            "paths" => Some(Self::Paths),
            other => {
                errors.on(
                    text,
                    format!(
                        "`{other}` is no detail of a record; write \"paths\" (the values that the hook changes are not \
                         kept) or \"values\" (they are)"
                    ),
                );
                None
            }
        }
    }

    fn expand(self, core: &Core) -> TokenStream {
        match self {
            Self::Values => quote!(#core::point::TraceDetail::Values),
            Self::Paths => quote!(#core::point::TraceDetail::Paths),
        }
    }
}
