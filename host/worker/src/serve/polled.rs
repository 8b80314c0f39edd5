use crate::process::{Page, Slot};
use pin_project_lite::pin_project;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

pin_project! {
    /// Work of a call, which the shared page names while it is polled: if the process dies then, the host knows in which call.
    pub(super) struct Polled<F> {
        #[pin]
        work: F,
        call: u64,
        page: Arc<Page>,
    }
}

impl<F> Polled<F> {
    pub(super) fn new(work: F, call: u64, page: Arc<Page>) -> Self {
        Self { work, call, page }
    }
}

impl<F: Future> Future for Polled<F> {
    type Output = F::Output;

    fn poll(self: Pin<&mut Self>, task: &mut Context<'_>) -> Poll<F::Output> {
        let this = self.project();
        let outer = this.page.poll(Slot::Main, *this.call);
        let polled = this.work.poll(task);
        this.page.poll(Slot::Main, outer);
        polled
    }
}
