use crate::samples::token;
use hookwire_host::engine::store::{Store, StoreError, Token};
use std::sync::Arc;

type Any = Arc<dyn Store>;

pub(crate) async fn a_token_is_found_by_its_hash(store: Any) {
    for one in [&token("phone"), &token("Zoe"), &token("desk")] {
        store.add_token(one).await.unwrap();
    }
    assert_eq!(store.token("hash of desk").await.unwrap(), Some(token("desk")));
    assert_eq!(store.token("desk").await.unwrap(), None);
    assert_eq!(store.tokens().await.unwrap(), [token("Zoe"), token("desk"), token("phone")]);
    assert!(store.remove_token("desk").await.unwrap());
    assert!(!store.remove_token("desk").await.unwrap());
    assert_eq!(store.token("hash of desk").await.unwrap(), None);
}

pub(crate) async fn a_token_has_a_name_and_a_hash_of_its_own(store: Any) {
    store.add_token(&token("desk")).await.unwrap();
    let same_name = Token { hash: "other".to_owned(), ..token("desk") };
    let same_hash = Token { name: "other".to_owned(), ..token("desk") };
    for taken in [same_name, same_hash] {
        let error = store.add_token(&taken).await.unwrap_err();
        assert!(matches!(error, StoreError::Taken { what: "token", .. }), "{error}");
    }
    assert_eq!(store.tokens().await.unwrap(), [token("desk")]);
}
