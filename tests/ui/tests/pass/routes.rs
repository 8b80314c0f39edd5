#![deny(warnings, missing_docs, unreachable_pub, unused_qualifications)]
#![deny(clippy::pedantic, rust_2018_idioms)]

//! The shapes of routes.

use hookwire::plugin::RoutesDecl;
use hookwire::routes::Router;
use hookwire::{Plugin, Result, plugin};
use serde_json::{Value, json};

/// Answers.
#[derive(Debug, Default)]
struct Plain;

#[plugin(id = "plain-routes", capabilities = [routes])]
impl Plain {
    #[routes]
    fn routes(&self) -> Router {
        Router::new()
    }
}

/// Answers with everything.
#[derive(Debug, Default)]
struct Full;

#[plugin(id = "full-routes", capabilities = [routes])]
impl Full {
    /// Answers, or not.
    #[hookwire::routes(nav = "Full", public = ["/webhook", "/static/*"], openapi = Self::openapi, timeout = "5m")]
    fn r#dyn(&self) -> Result<Router, std::num::ParseIntError> {
        "1".parse::<u32>().map(|_| Router::new())
    }

    fn openapi() -> Value {
        json!({ "paths": {} })
    }
}

/// Answers where a feature is on.
#[derive(Debug, Default)]
struct Sometimes;

#[plugin(id = "sometimes-routes", capabilities = [routes])]
impl Sometimes {
    #[cfg(feature = "two")]
    #[routes(public = "/")]
    fn routes(&self) -> Router {
        Router::new()
    }

    #[cfg(any())]
    #[routes]
    fn others(&self) -> NoSuchType {}
}

pub(crate) fn main() {
    let of = |manifest: &plugin::Manifest| manifest.contributions_of::<RoutesDecl>().next().unwrap();
    assert_eq!((of(Plain::MANIFEST).name, of(Plain::MANIFEST).nav), ("plain-routes", None));
    let full = of(Full::MANIFEST);
    assert_eq!((full.description, full.public), ("Answers, or not.", &["/webhook", "/static/*"][..]));
    assert_eq!(full.document(), Some(Ok(json!({ "paths": {} }))));
    assert_eq!(of(Sometimes::MANIFEST).public, ["/"]);
}
