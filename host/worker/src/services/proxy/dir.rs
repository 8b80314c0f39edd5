use super::super::bytes::Bytes;
use super::super::context::HostContext;
use super::super::given::Given;
use super::super::reply::HostReply;
use super::super::request::{DirCall, HostRequest};
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use hookwire::Result;
use hookwire::cx::{DirEntry, DirError, DirService, FileWrite};
use std::path::PathBuf;
use std::sync::Arc;

/// The files of a plugin, kept by the host. Where its folder is, the worker knows from the start.
#[derive(Debug)]
pub(in super::super) struct RemoteDir {
    context: HostContext,
    given: Arc<Given>,
}

impl RemoteDir {
    pub(in super::super) fn new(context: HostContext, given: Arc<Given>) -> Self {
        Self { context, given }
    }

    async fn ask(&self, call: DirCall) -> Result<HostReply> {
        self.context.ask(HostRequest::Dir { call }).await
    }
}

impl DirService for RemoteDir {
    fn path(&self, _: &str) -> Result<PathBuf> {
        self.given.dir()
    }

    fn read<'a>(&'a self, _: &'a str, path: &'a str, _: u64) -> BoxFuture<'a, Result<Option<Vec<u8>>>> {
        let work = async move {
            match self.ask(DirCall::Read { path: path.into() }).await? {
                HostReply::File { contents } => Ok(contents.map(|Bytes(contents)| contents)),
                other => Err(other.unexpected().into()),
            }
        };
        work.boxed()
    }

    fn write<'a>(&'a self, _: &'a str, path: &'a str, write: FileWrite) -> BoxFuture<'a, Result<()>> {
        let FileWrite { contents, append, quota } = write;
        let work = async move {
            let bytes = contents.len() as u64;
            // It would go to the host for nothing.
            if bytes > quota.file_bytes {
                return Err(DirError::TooLarge { path: path.into(), bytes, most: quota.file_bytes }.into());
            }
            match self.ask(DirCall::Write { path: path.into(), contents: Bytes(contents), append }).await? {
                HostReply::Done => Ok(()),
                other => Err(other.unexpected().into()),
            }
        };
        work.boxed()
    }

    fn list<'a>(&'a self, _: &'a str, path: &'a str) -> BoxFuture<'a, Result<Vec<DirEntry>>> {
        let work = async move {
            match self.ask(DirCall::List { path: path.into() }).await? {
                HostReply::Folder { entries } => Ok(entries),
                other => Err(other.unexpected().into()),
            }
        };
        work.boxed()
    }

    fn remove<'a>(&'a self, _: &'a str, path: &'a str) -> BoxFuture<'a, Result<bool>> {
        let work = async move {
            match self.ask(DirCall::Remove { path: path.into() }).await? {
                HostReply::Flag { is } => Ok(is),
                other => Err(other.unexpected().into()),
            }
        };
        work.boxed()
    }
}
