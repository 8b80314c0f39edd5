use super::support::{Service, echo, in_time, limits, mute, pair, until};
use futures_util::future::join_all;
use hookwire_worker::wire::{Peer, Request, RequestError, Response, WireLimits};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

fn both(service: Arc<Service>) -> (super::support::Side, super::support::Side) {
    pair(service, WireLimits::default(), WireLimits::default())
}

#[tokio::test]
async fn answers_are_what_the_service_gave() {
    let (near, _far) = both(echo());
    for size in [0, 1, 200, 4096, 32 * 1024 - 24, 32 * 1024 - 23, 65_536, 1 << 20] {
        let body: Vec<u8> = (0..size).map(|i| u8::try_from(i % 251).unwrap_or(0)).collect();
        let response = in_time(near.peer.request(body.clone().into())).await.expect("an echo");
        assert!(response.body == body, "{size} bytes come back as they were");
        assert!(response.stream.is_none());
    }
    let statistics = near.peer.statistics();
    assert_eq!((statistics.requests_out, statistics.frames_out, statistics.frames_in), (8, 8, 8));
    assert_eq!(statistics.bytes_in, statistics.bytes_out);
}

#[tokio::test]
async fn works_over_pipes() {
    let (there_in, there_out) = tokio::net::unix::pipe::pipe().map(|(tx, rx)| (rx, tx)).expect("a pipe");
    let (back_in, back_out) = tokio::net::unix::pipe::pipe().map(|(tx, rx)| (rx, tx)).expect("a pipe");
    let (near, near_driver) = Peer::start(back_in, there_out, mute(), WireLimits::default());
    let (_far, far_driver) = Peer::start(there_in, back_out, echo(), WireLimits::default());
    tokio::spawn(near_driver);
    tokio::spawn(far_driver);
    let requests = (0..40_u8).map(|i| near.request(vec![i; 200 * 1024].into()));
    for (i, response) in in_time(join_all(requests)).await.into_iter().enumerate() {
        let body = response.expect("an echo").body;
        assert!(body.len() == 200 * 1024 && body.iter().all(|&b| usize::from(b) == i));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sixty_four_at_once_have_their_own_answers() {
    let service = Service::new(|_, request| async move {
        // The later ones are answered first.
        tokio::time::sleep(Duration::from_micros(100 * (64 - u64::from(request.body[0])))).await;
        Ok(Response::from(request.body))
    });
    let (near, far) = both(service);
    for _ in 0..20 {
        let requests = (0..64_u8).map(|i| {
            let peer = near.peer.clone();
            tokio::spawn(async move { peer.request(vec![i; 300].into()).await })
        });
        for (i, response) in in_time(join_all(requests)).await.into_iter().enumerate() {
            let body = response.expect("no panic").expect("an echo").body;
            assert!(body.len() == 300 && body.iter().all(|&b| usize::from(b) == i));
        }
    }
    assert_eq!(near.peer.open_requests(), 0);
    until("the far side is idle", || far.peer.open_answers() == 0).await;
}

#[tokio::test]
async fn an_answer_may_ask_back() {
    let asker = Arc::new(OnceLock::<Peer>::new());
    let far_peer = Arc::clone(&asker);
    let service = Service::new(move |id, request| {
        let peer = far_peer.get().expect("it is set").clone();
        async move {
            let nested = Request { parent: id, body: request.body, stream: None };
            peer.request(nested).await.map_err(|error| error.to_string().into_bytes())
        }
    });
    let (one, other) = tokio::io::duplex(4096);
    let parents = Service::new(|_, request| async move {
        let Request { parent, mut body, .. } = request;
        body.push(u8::try_from(parent).expect("small"));
        Ok(Response::from(body))
    });
    let near = super::support::side(one, parents, WireLimits::default());
    let far = super::support::side(other, service, WireLimits::default());
    asker.set(far.peer.clone()).expect("once");
    for id in 1..=3 {
        let response = in_time(near.peer.request(vec![7].into())).await.expect("an answer");
        assert_eq!(response.body, [7, id]);
    }
}

#[tokio::test]
async fn errors_and_panics_belong_to_their_request() {
    let service = Service::new(|_, request| async move {
        match request.body[0] {
            0 => Err(b"no".to_vec()),
            1 => panic!("as the test wants"),
            _ => Ok(Response::from(vec![0; 2000])),
        }
    });
    let (near, _far) = pair(service, limits(|l| l.most_bytes = 1000), limits(|l| l.most_bytes = 1000));
    let ask = |body: Vec<u8>| in_time(near.peer.request(body.into()));
    assert!(matches!(ask(vec![0]).await, Err(RequestError::Remote(error)) if error == b"no"));
    assert!(matches!(ask(vec![1]).await, Err(RequestError::Panicked)));
    assert!(matches!(ask(vec![2]).await, Err(RequestError::AnswerTooLarge { bytes: 2000, most: 1000 })));
    let too_large = ask(vec![0; 1001]).await;
    assert!(matches!(too_large, Err(RequestError::TooLarge { bytes: 1001, most: 1000 })));
    assert!(matches!(ask(vec![0; 1000]).await, Err(RequestError::Remote(_))), "the connection lives");
}

#[tokio::test]
async fn notes_come_in_order_and_have_no_answer() {
    let service = echo();
    let (near, _far) = both(Arc::clone(&service));
    for i in 0..50_u8 {
        near.peer.notify(&[i]).expect("there is room");
    }
    in_time(near.peer.request(vec![1].into())).await.expect("an echo");
    let notes = service.notes.lock().expect("no panic under it");
    assert_eq!(notes.concat(), (0..50).collect::<Vec<u8>>());
}

#[tokio::test]
async fn a_ping_is_answered_while_much_is_at_work() {
    let (near, far) = both(mute());
    let requests: Vec<_> = (0..100)
        .map(|_| {
            let peer = near.peer.clone();
            tokio::spawn(async move { peer.request(vec![0; 500_000].into()).await })
        })
        .collect();
    until("they are at work", || far.peer.open_answers() == 100).await;
    let took = in_time(near.peer.ping(Duration::from_secs(10))).await.expect("a pong");
    assert!(took < Duration::from_secs(5));
    for request in &requests {
        request.abort();
    }
}
