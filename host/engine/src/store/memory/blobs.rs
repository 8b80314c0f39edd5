use super::store::Memory;
use crate::store::{BlobStore, StoreResult, replace_nul};
use async_trait::async_trait;

#[async_trait]
impl BlobStore for Memory {
    async fn put_blob(&self, session: &str, id: &str, text: &str) -> StoreResult<()> {
        let text = replace_nul(text).into_owned();
        self.state().session_mut(session)?.blobs.insert(id.to_owned(), text);
        Ok(())
    }

    async fn blob(&self, session: &str, id: &str) -> StoreResult<Option<String>> {
        Ok(self.state().sessions.get(session).and_then(|found| found.blobs.get(id).cloned()))
    }
}
