use crate::errors::Errors;
use std::time::Duration;
use syn::LitStr;

/// Reads a duration such as `"250ms"`, `"5s"` or `"2m"`.
pub(crate) fn duration(text: &LitStr, errors: &mut Errors) -> Option<Duration> {
    let value = text.value();
    let unit = value.trim_start_matches(|c: char| c.is_ascii_digit());
    let number = &value[..value.len() - unit.len()];
    let millis = match (number.parse::<u64>(), unit) {
        (Ok(number), "ms") => Some(number),
        (Ok(number), "s") => number.checked_mul(1000),
        (Ok(number), "m") => number.checked_mul(60_000),
        _ => None,
    };
    if millis.is_none_or(|millis| millis == 0) {
        errors.on(
            text,
            format!("`{value}` is no duration; write a whole number above 0 and a unit: \"250ms\", \"5s\" or \"2m\""),
        );
    }
    millis.map(Duration::from_millis)
}
