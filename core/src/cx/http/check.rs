//! The check of what a plugin wants to send, before the host sees it: the same on every host and in the test kit.

use crate::cx::{HttpError, host_in};

/// The headers of the connection, which are the host's: with them a request could be another one than it seems.
const OF_THE_HOST: [&str; 9] = [
    "connection",
    "content-length",
    "expect",
    "host",
    "keep-alive",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

/// Checks that a URL is a plain one of HTTP; whether its host may be asked is for the host to say.
pub(super) fn url(url: &str) -> Result<(), HttpError> {
    let wrong = |why: &str| Err(HttpError::Url { why: why.into() });
    let Some((scheme, rest)) = url.split_once("://") else {
        return wrong("it begins with http:// or https://");
    };
    if !["http", "https"].iter().any(|known| known.eq_ignore_ascii_case(scheme)) {
        return wrong("it begins with http:// or https://");
    }
    if url.chars().any(|c| c.is_control() || c.is_whitespace()) {
        return wrong("it has a space or a control character; encode what is put into it");
    }
    let authority = rest.split(['/', '\\', '?', '#']).next().unwrap_or_default();
    if authority.contains('@') {
        return wrong("it has a user before the host; send the header `authorization` instead");
    }
    if host_in(url).is_empty() {
        return wrong("it has no host");
    }
    Ok(())
}

/// Checks that headers are such, and the plugin's to send.
pub(super) fn headers(headers: &[(String, String)]) -> Result<(), HttpError> {
    for (name, value) in headers {
        let wrong = |why| Err(HttpError::Header { name: name.chars().take(40).collect(), why });
        if name.is_empty() || !name.bytes().all(is_token) {
            return wrong("that is no name of a header");
        }
        if !value.bytes().all(|byte| byte == b'\t' || (b' '..=b'~').contains(&byte)) {
            return wrong("its value has a line break or another character that is not visible ASCII");
        }
        let name = name.to_ascii_lowercase();
        if OF_THE_HOST.contains(&&*name) || name.starts_with("proxy-") {
            return wrong("it belongs to the connection, which is the host's");
        }
    }
    Ok(())
}

/// Returns whether a byte may stand in a header's name: a `tchar` of RFC 9110.
fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}
