use super::super::context::HostContext;
use super::super::reply::HostReply;
use super::super::request::HostRequest;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use hookwire::Result;
use hookwire::cx::{Cx, ModelService, RenderService, ToolService};
use hookwire::points::{ModelRequest, ModelResponse, ToolCall, ToolReport};
use serde_json::Value;

/// Tools, called by the host.
#[derive(Debug)]
pub(in super::super) struct RemoteTools(pub(in super::super) HostContext);

/// Models, asked by the host.
#[derive(Debug)]
pub(in super::super) struct RemoteModels(pub(in super::super) HostContext);

/// Templates, filled in by the host: an operator's file may stand for one of them.
#[derive(Debug)]
pub(in super::super) struct RemoteRender(pub(in super::super) HostContext);

impl ToolService<Cx> for RemoteTools {
    fn call<'a>(&'a self, call: ToolCall, _: &'a Cx) -> BoxFuture<'a, Result<ToolReport>> {
        let ToolCall { tool, args, .. } = call;
        let work = async move {
            match self.0.ask(HostRequest::Tool { tool, args }).await? {
                HostReply::Tool { report } => Ok(report),
                other => Err(other.unexpected().into()),
            }
        };
        work.boxed()
    }
}

impl ModelService<Cx> for RemoteModels {
    fn ask<'a>(&'a self, request: ModelRequest, _: &'a Cx) -> BoxFuture<'a, Result<ModelResponse>> {
        let work = async move {
            match self.0.ask(HostRequest::Model { request }).await? {
                HostReply::Model { response } => Ok(response),
                other => Err(other.unexpected().into()),
            }
        };
        work.boxed()
    }
}

impl RenderService<Cx> for RemoteRender {
    fn render<'a>(&'a self, name: &'a str, values: Value, _: &'a Cx) -> BoxFuture<'a, Result<String>> {
        let work = async move {
            match self.0.ask(HostRequest::Render { template: name.into(), values }).await? {
                HostReply::Text { text } => Ok(text),
                other => Err(other.unexpected().into()),
            }
        };
        work.boxed()
    }
}
