//! Events that were written down before they had all the fields of today.

use hookwire::points::{ApprovalRequested, Attachment, Inbound, MessageReceived, Request};
use serde_json::{from_value, json, to_value};

#[test]
fn what_was_written_before_there_were_attachments_is_still_read() {
    let old = json!({ "channel": "http", "text": "hi", "dropped": null });
    let inbound: Inbound = from_value(old.clone()).unwrap();
    assert!(inbound.attachments.is_empty());
    assert_eq!(to_value(&inbound).unwrap(), old);
    assert!(from_value::<Request>(json!({ "message": "hi" })).unwrap().attachments.is_empty());
    assert!(from_value::<MessageReceived>(json!({ "text": "hi" })).unwrap().attachments.is_empty());
}

#[test]
fn an_approval_without_an_end_is_still_read() {
    let call = json!({ "id": "1", "tool": "shell", "args": {} });
    let old = json!({ "approval": "7", "call": call, "reason": "it may delete" });
    assert_eq!(from_value::<ApprovalRequested>(old).unwrap().expires, None);
}

#[test]
fn attachments_travel_with_a_request() {
    let mut request = Request::new("look at this");
    request.attachments.push(Attachment::new("cat.png", "image/png", "/tmp/cat.png"));
    let read: Request = from_value(to_value(&request).unwrap()).unwrap();
    assert_eq!(read.attachments[0].name, "cat.png");
}
