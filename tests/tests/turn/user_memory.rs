//! `user-memory` in turns of the real engine.

use crate::saying;
use hookwire::points::ModelBefore;
use hookwire_host::engine::Incoming;
use hookwire_host::engine::store::{Memory, Owner, Store};
use hookwire_tests::test_host::TestHost;
use hookwire_user_memory::UserMemory;
use std::sync::{Arc, Mutex};

fn owner(user: &str) -> Owner {
    Owner { tenant: "acme".into(), user: user.into() }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_said_in_a_session_is_known_in_another_of_the_same_user_also_in_the_next_host() {
    let store: Arc<dyn Store> = Arc::new(Memory::default());
    let host = saying("hello").plugin::<UserMemory>().store(&store).start().await;
    let message = TestHost::message("Hi. Remember that the door code is 4711.");
    host.send(Incoming { owner: owner("ann"), ..message }).await.unwrap();
    host.stop().await;

    let read = Arc::new(Mutex::new(String::new()));
    let seen = Arc::clone(&read);
    let setup =
        saying("hello").plugin::<UserMemory>().store(&store).edit::<ModelBefore>(move |request, _| {
            *seen.lock().unwrap() = request.messages.iter().map(|message| &*message.text).collect();
            Ok(())
        });
    let host = setup.start().await;
    for (user, knows) in [("ann", true), ("bob", false)] {
        let message = TestHost::message("what is the code?");
        host.send(Incoming { owner: owner(user), ..message }).await.unwrap();
        let read = read.lock().unwrap().clone();
        assert_eq!(read.contains("the door code is 4711."), knows, "{read}");
    }
    host.stop().await;
}
