//! Templates that plugins have the host fill in.

use super::services::HostServices;
use crate::pages;
use crate::services::PageFrame;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use hookwire::Result;
use hookwire::cx::{Cx, RenderService, RequestKind};
use serde_json::Value;

impl RenderService<Cx> for HostServices {
    fn render<'a>(&'a self, name: &'a str, values: Value, cx: &'a Cx) -> BoxFuture<'a, Result<String>> {
        async move {
            let identity = cx.identity();
            let has_navigation = identity.kind != RequestKind::Public;
            let frame = PageFrame { mount: &identity.mount, has_navigation };
            pages::render(&*self.engine_state()?, cx.plugin(), name, values, frame).await
        }
        .boxed()
    }
}
