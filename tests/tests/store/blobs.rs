use crate::samples::session;
use hookwire_host::engine::store::Store;
use std::sync::Arc;

type Any = Arc<dyn Store>;

pub(crate) async fn a_blob_comes_back(store: Any) {
    store.open_session(&session("s", 10)).await.unwrap();
    store.open_session(&session("t", 10)).await.unwrap();
    store.put_blob("s", "big", "first").await.unwrap();
    store.put_blob("s", "big", "last").await.unwrap();
    assert_eq!(store.blob("s", "big").await.unwrap().as_deref(), Some("last"));
    assert_eq!(store.blob("t", "big").await.unwrap(), None);
    let error = store.put_blob("none", "big", "text").await.unwrap_err();
    assert_eq!(error.to_string(), "there is no session `none`");
}
