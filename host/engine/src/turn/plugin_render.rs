//! Templates that plugins have the host fill in.

use super::services::HostServices;
use crate::pages;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use hookwire::Result;
use hookwire::cx::{Cx, RenderService};
use serde_json::Value;

impl RenderService<Cx> for HostServices {
    fn render<'a>(&'a self, name: &'a str, values: Value, cx: &'a Cx) -> BoxFuture<'a, Result<String>> {
        async move { pages::render(&*self.engine_state()?, cx.plugin(), name, values).await }.boxed()
    }
}
