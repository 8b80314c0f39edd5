use super::context::Cx;
use super::services::{MissingService, Task};
use crate::error::Result;
use futures_util::FutureExt;

impl Cx {
    /// Begins a task of the plugin, which runs beside everything else until it is done or the plugin stops.
    ///
    /// A plugin that stops or is switched off has its tasks dropped where they wait, behind its `#[stop]`. A panic is
    /// contained; it and an `Err` are faults of the plugin under the task's name. At most [`Task::MOST_AT_ONCE`] of them
    /// run at once.
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
