use crate::errors::Errors;
use hookwire_text::duration;
use proc_macro2::TokenStream;
use quote::quote;
use std::time::Duration;
use syn::LitStr;

/// Reads a duration such as `"250ms"`, `"5s"` or `"2m"`.
pub(crate) fn read(text: &LitStr, errors: &mut Errors) -> Option<Duration> {
    let value = text.value();
    let duration = duration::parse(&value);
    if duration.is_none() {
        errors.on(
            text,
            format!("`{value}` is no duration; write a whole number above 0 and a unit: \"250ms\", \"5s\" or \"2m\""),
        );
    }
    duration
}

/// Writes a duration as a constant.
pub(crate) fn constant(duration: Duration) -> TokenStream {
    let millis = u64::try_from(duration.as_millis()).unwrap_or(u64::MAX);
    quote!(::core::time::Duration::from_millis(#millis))
}
