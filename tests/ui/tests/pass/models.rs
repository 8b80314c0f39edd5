#![deny(warnings, missing_docs, unreachable_pub, unused_qualifications)]
#![deny(clippy::pedantic, rust_2018_idioms)]

//! The shapes of a model provider.

use hookwire::model::{Model, Scripted};
use hookwire::{Cx, Plugin, Result, plugin};
use std::sync::Arc;

/// Opens models.
#[derive(Debug, Default)]
struct Providers;

type Opened = Arc<dyn Model>;

#[plugin(id = "providers")]
impl Providers {
    /// Opens in no time.
    #[model("plain")]
    fn plain(&self, _name: &str) -> Arc<Scripted> {
        Arc::new(Scripted::echo())
    }

    /// May fail.
    #[model("fallible")]
    fn fallible(&self, _name: &str) -> Result<Arc<Scripted>> {
        Ok(Arc::new(Scripted::echo()))
    }

    /// May take its time.
    #[model("slow-1")]
    async fn slow(&self, _name: &str, _cx: &Cx) -> Result<Opened> {
        Ok(Arc::new(Scripted::echo()))
    }

    /// Fails in its own way.
    #[hookwire::model("r-2")]
    fn r#dyn(&self, r#type: &str) -> Result<Arc<dyn Model>, std::num::ParseIntError> {
        r#type.parse::<u32>().map(|_| Arc::new(Scripted::echo()) as Opened)
    }
}

pub(crate) fn main() {
    let models = Providers::MANIFEST.contributions_of::<plugin::ModelDecl>();
    let names: Vec<_> = models.map(|it| it.name).collect();
    assert_eq!(names, ["plain", "fallible", "slow-1", "r-2"]);
}
