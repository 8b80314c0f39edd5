use super::context::Cx;
use super::services::{MissingService, Task};
use crate::error::Result;
use futures_util::FutureExt;

impl Cx {
    /// Begins a task of the plugin, which runs beside everything else until it is done or the plugin stops.
    ///
    /// A plugin that stops or is switched off has its tasks dropped where they wait, behind its `#[stop]`. A panic is
    /// contained; it and an `Err` are faults of the plugin under the task's name. At most [`Task::MOST_AT_ONCE`] of them
    /// run at once; an instance that is to replace another has as many of its own beside them.
    ///
    /// The tasks of an instance that is replaced end when it is stopped. A task belongs to the instance whose `#[init]` or
    /// `#[start]` gave the context; one that is begun with the context of a request belongs to the plugin's own instance that
    /// works at that moment, also where the request still has an older one. A task that keeps the `Cx` of a request keeps the
    /// instances that the request had: if one of them is replaced, it is stopped only when the task is over, at most ten
    /// minutes later.
    ///
    /// ```
    /// use hookwire::points::MessageReceived;
    /// use hookwire::{Cx, Result, plugin};
    ///
    /// /// Indexes messages, and holds no turn up for it.
    /// #[derive(Default)]
    /// struct Indexer;
    ///
    /// #[plugin(id = "indexer")]
    /// impl Indexer {
    ///     #[hook("message.received")]
    ///     fn index(&self, message: &MessageReceived, cx: &Cx) -> Result<()> {
    ///         let (text, values) = (message.text.clone(), cx.clone());
    ///         cx.spawn("index", async move {
    ///             let words = text.split_whitespace().count();
    ///             values.kv().set("words", &words).await
    ///         })?;
    ///         Ok(())
    ///     }
    /// }
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// # use hookwire::test::Kit;
    /// let kit = Kit::of::<Indexer>().start().await;
    /// kit.fire::<MessageReceived>(&MessageReceived::new("two words")).await.unwrap();
    /// kit.wait_for_tasks().await;
    /// assert!(kit.faults().await.is_empty());
    /// # }
    /// ```
    pub fn spawn(
        &self,
        name: impl Into<String>,
        work: impl Future<Output = Result<()>> + Send + 'static,
    ) -> Result<Task> {
        let name = name.into();
        match &self.services().tasks {
            Some(tasks) => Ok(tasks.spawn(self.plugin(), name, work.boxed())?),
            None => Err(MissingService::tasks(&name).into()),
        }
    }
}
