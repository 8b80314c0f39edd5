use axum::extract::{FromRequestParts, OriginalUri};
use axum::http::request::Parts;
use axum::http::{Extensions, Uri};
use std::convert::Infallible;

/// The path under which another application has mounted the router; empty, if it answers at the root.
pub(crate) struct MountPath(pub(crate) String);

impl MountPath {
    /// Returns the path of a request's router.
    pub(crate) fn of(extensions: &Extensions, uri: &Uri) -> Self {
        let (original, inner) =
            (extensions.get::<OriginalUri>().map_or("", |OriginalUri(uri)| uri.path()), uri.path());
        let mount = match original.strip_suffix(inner) {
            Some(mount) => mount,
            // The root of a router that is mounted has no slash of its own.
            None if inner == "/" => original,
            None => "",
        };
        Self(mount.to_owned())
    }

    /// Returns the path of the start page.
    pub(crate) fn home(&self) -> &str {
        if self.0.is_empty() { "/" } else { &self.0 }
    }

    /// Returns the path below which cookies are sent; all paths, where the mount's would end the attribute of a cookie.
    pub(crate) fn cookie_path(&self) -> &str {
        if self.0.contains([';', ',']) { "/" } else { self.home() }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for MountPath {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self::of(&parts.extensions, &parts.uri))
    }
}
