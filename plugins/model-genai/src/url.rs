use crate::error::OpenError;
use reqwest::Url;

/// Parses a base URL; `setting` is the key or variable that holds it.
pub(crate) fn base_url(setting: &str, text: &str) -> Result<Url, OpenError> {
    let invalid = |why: &str| OpenError::Url { setting: setting.into(), why: why.into() };
    let url = Url::parse(text).map_err(|error| invalid(&error.to_string()))?;
    if !matches!(url.scheme(), "http" | "https") || url.cannot_be_a_base() {
        return Err(invalid("it must begin with http:// or https://"));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(invalid("it contains a password; set a `key` instead"));
    }
    Ok(url)
}

/// Returns a URL with segments appended to its path.
pub(crate) fn append(mut url: Url, segments: &[&str]) -> Url {
    if let Ok(mut path) = url.path_segments_mut() {
        path.pop_if_empty().extend(segments);
    }
    url
}
