use super::super::context::HostContext;
use super::super::reply::HostReply;
use super::super::request::{HostRequest, ScheduleCall};
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use hookwire::Result;
use hookwire::cx::{Cx, NewSchedule, ScheduleInfo, ScheduleService};

/// The schedules of a plugin, kept by the host.
#[derive(Debug)]
pub(in super::super) struct RemoteSchedules(pub(in super::super) HostContext);

impl RemoteSchedules {
    async fn ask(&self, call: ScheduleCall) -> Result<HostReply> {
        self.0.ask(HostRequest::Schedule { call }).await
    }
}

impl ScheduleService<Cx> for RemoteSchedules {
    fn put<'a>(&'a self, schedule: NewSchedule, _: &'a Cx) -> BoxFuture<'a, Result<()>> {
        let work = async move {
            match self.ask(ScheduleCall::Put { schedule }).await? {
                HostReply::Done => Ok(()),
                other => Err(other.unexpected().into()),
            }
        };
        work.boxed()
    }

    fn list<'a>(&'a self, _: &'a Cx) -> BoxFuture<'a, Result<Vec<ScheduleInfo>>> {
        let work = async move {
            match self.ask(ScheduleCall::List).await? {
                HostReply::Schedules { schedules } => Ok(schedules),
                other => Err(other.unexpected().into()),
            }
        };
        work.boxed()
    }

    fn cancel<'a>(&'a self, name: &'a str, _: &'a Cx) -> BoxFuture<'a, Result<bool>> {
        let work = async move {
            match self.ask(ScheduleCall::Cancel { name: name.into() }).await? {
                HostReply::Flag { is } => Ok(is),
                other => Err(other.unexpected().into()),
            }
        };
        work.boxed()
    }
}
