//! Nobody takes more than their share.

use crate::house::house;
use crate::wire::{get, post};
use serde_json::json;

#[tokio::test]
async fn a_body_that_is_too_large_is_refused() {
    let house = house(&["http.body_bytes=1000", "limits.message_bytes=100"]).await;
    let said = |bytes: usize| post("/v1/chat", &json!({ "message": "x".repeat(bytes) }));
    assert_eq!(house.send(&said(2000)).await.code(), (413, "too_large".into()));
    let (status, code, message) = house.send(&said(200)).await.error();
    assert_eq!((status, code.as_str()), (413, "too_large"));
    assert!(message.contains("200 bytes") && message.contains("limits.message_bytes"), "{message}");
    assert_eq!(house.send(&said(50)).await.status, 200);
}

#[tokio::test]
async fn a_caller_that_asks_too_often_is_told_when_to_come_back() {
    let house = house(&["http.rate=3"]).await;
    for _ in 0..3 {
        assert_eq!(house.send(&get("/v1/sessions")).await.status, 200);
    }
    let refused = house.send(&get("/v1/sessions")).await;
    assert_eq!(refused.code(), (429, "too_often".into()));
    let after: u64 = refused.header("retry-after").unwrap().parse().unwrap();
    assert!((1..=20).contains(&after), "{after}");
    assert_eq!(house.send(&get("/health")).await.status, 200, "those who watch over it may always ask");
}

#[tokio::test]
async fn streams_take_up_room_until_they_end() {
    let house = house(&["http.concurrency=2", "limits.abandoned=1ms"]).await;
    let open = || async { post("/v1/stream", &json!({ "message": "forever" })).open(house.at).await };
    let (first, _second) = (open().await, open().await);
    let refused = house.send(&get("/v1/sessions")).await;
    assert_eq!(refused.code(), (503, "busy".into()));
    drop(first);
    while house.send(&get("/v1/sessions")).await.status != 200 {
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
}
