//! What only a server can do: be taken, be newer, be away, be given a password.

use crate::place::{Place, postgres, run};
use crate::samples::{begun, posting, session};
use hookwire::Secret;
use hookwire_host::store::{At, StoreError, look, open};
use std::error::Error;

#[tokio::test]
async fn a_second_host_is_refused_until_the_first_is_gone() {
    let Some(place) = postgres().await else { return };
    let first = open(&place.at).await.unwrap();
    begun(&*first, "p", "s").await;
    let error = open(&place.at).await.unwrap_err();
    assert!(matches!(error, StoreError::InUse { .. }), "{error:?}");
    drop(first);
    let second = open(&place.at).await.unwrap();
    assert_eq!(second.unanswered().await.unwrap(), [posting("p", "s")]);
    place.clean().await;
}

#[tokio::test]
async fn a_lock_that_was_lost_is_taken_again() {
    let Some(place) = postgres().await else { return };
    let store = open(&place.at).await.unwrap();
    let (url, schema) = place.schema();
    let end = "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND objid =";
    run(url, &format!("{end} hashtext('{schema}')::oid")).await;
    store.ping().await.unwrap();
    assert!(matches!(open(&place.at).await, Err(StoreError::InUse { .. })));
    place.clean().await;
}

#[tokio::test]
async fn one_may_look_beside_a_host_and_change_nothing() {
    let Some(place) = postgres().await else { return };
    assert!(matches!(look(&place.at).await, Err(StoreError::Nothing(_))));
    let host = open(&place.at).await.unwrap();
    host.open_session(&session("s", 10)).await.unwrap();
    let seen = look(&place.at).await.unwrap();
    assert_eq!(seen.session("s").await.unwrap(), Some(session("s", 10)));
    let error = seen.delete_session("s").await.unwrap_err();
    assert!(matches!(error, StoreError::ReadOnly(_)), "{error:?}");
    place.clean().await;
}

#[tokio::test]
async fn data_of_a_newer_version_is_refused() {
    let Some(place) = postgres().await else { return };
    drop(open(&place.at).await.unwrap());
    let (url, schema) = place.schema();
    let insert = format!("INSERT INTO {schema}._sqlx_migrations");
    let columns = "(version, description, success, checksum, execution_time)";
    run(url, &format!("{insert} {columns} VALUES (99, 'tomorrow', TRUE, '', 0)")).await;
    for error in [open(&place.at).await.unwrap_err(), look(&place.at).await.unwrap_err()] {
        assert!(matches!(error, StoreError::Newer { found: 99, known: 1, .. }), "{error:?}");
    }
    place.clean().await;
}

#[tokio::test]
async fn an_address_that_is_none_is_refused_without_its_password() {
    for url in [
        "mysql://ann:s3cret@host/name?password=s3cret",
        "postgres://ann:s3cret@host:port/name",
        "s3cret@host",
    ] {
        let error = open(&At::Url(Secret::new(url))).await.unwrap_err();
        assert!(matches!(error, StoreError::Address(_)), "{error:?}");
        assert!(!format!("{error} {error:?}").contains("s3cret"), "{error}");
    }
}

#[tokio::test]
async fn a_server_that_is_away_is_named_without_its_password() {
    let at = At::Url(Secret::new("postgres://ann:s3cret@127.0.0.1:1/name"));
    let error = open(&at).await.unwrap_err();
    assert!(matches!(error, StoreError::Unreachable { .. }), "{error:?}");
    assert!(error.to_string().contains("postgres://127.0.0.1:1/name"), "{error}");
    assert!(!format!("{error:?} {at:?} {:?}", error.source()).contains("s3cret"), "{error:?}");
}

#[tokio::test]
async fn a_place_says_no_password() {
    let Some(place) = postgres().await else { return };
    let At::Url(url) = &place.at else { unreachable!() };
    let with = Secret::new(url.expose().replacen('@', ":s3cret@", 1));
    let store = open(&At::Url(with)).await.unwrap();
    assert!(store.place().starts_with("postgres://"), "{}", store.place());
    assert!(!format!("{} {store:?}", store.place()).contains("s3cret"));
    place.clean().await;
}

impl Place {
    fn schema(&self) -> (&str, &str) {
        let (url, schema) = self.schema.as_ref().unwrap();
        (url, schema)
    }
}
