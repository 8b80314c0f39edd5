use crate::cx::{Cx, ModelService};
use crate::error::{Error, Result};
use crate::lock::lock;
use crate::model::Model;
use crate::points::{ModelRequest, ModelResponse};
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use std::fmt;
use std::sync::{Arc, Mutex};

/// The model that a test gives plugins to ask, whatever the name they ask for.
#[derive(Default)]
pub struct FakeModels(Mutex<Option<Arc<dyn Model>>>);

impl FakeModels {
    /// Takes the model.
    pub fn set(&self, model: impl Model) {
        *lock(&self.0) = Some(Arc::new(model));
    }
}

impl ModelService<Cx> for FakeModels {
    fn ask<'a>(&'a self, request: ModelRequest, cx: &'a Cx) -> BoxFuture<'a, Result<ModelResponse>> {
        let model = lock(&self.0).clone();
        let answer = async move {
            let Some(model) = model else {
                return Err(Error::msg("the test has no model; give it one: `.model(Scripted::echo())`"));
            };
            Ok(model.complete(&request, cx).await?)
        };
        answer.boxed()
    }
}

impl fmt::Debug for FakeModels {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FakeModels")
    }
}
