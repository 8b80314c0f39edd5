use super::super::bytes::Bytes;
use super::super::reply::HostReply;
use super::super::request::DirCall;
use hookwire::{Cx, Result};

pub(super) async fn answer(cx: &Cx, call: DirCall) -> Result<HostReply> {
    let dir = cx.dir();
    Ok(match call {
        DirCall::Read { path } => HostReply::File { contents: dir.read(&path).await?.map(Bytes) },
        DirCall::Write { path, contents: Bytes(contents), append } => {
            if append {
                dir.append(&path, contents).await?;
            } else {
                dir.write(&path, contents).await?;
            }
            HostReply::Done
        }
        DirCall::List { path } => HostReply::Folder { entries: dir.list(&path).await? },
        DirCall::Remove { path } => HostReply::Flag { is: dir.remove(&path).await? },
    })
}
