//! Requests of a whole page: shared, given up, in turn.

use crate::support::{call, host_fetch, member, sleep};
use events_stats_widget::error::Error;
use events_stats_widget::web::net::request_pool::{self, Body, Form, Subscription};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen_test::wasm_bindgen_test;

type Seen = Rc<RefCell<Vec<Result<Vec<u8>, Error>>>>;

fn ask(
    call: &events_stats_widget::web::net::transport::Call,
    widget: u32,
    seen: &Seen,
) -> Subscription {
    let seen = Rc::clone(seen);
    request_pool::request(call.clone(), Form::Bytes, (widget, false), move |outcome| {
        seen.borrow_mut().push(outcome.map(|body| match body {
            Body::Bytes(bytes) => bytes.to_vec(),
            Body::Series { .. } => panic!("asked for bytes"),
        }));
    })
}

#[wasm_bindgen_test]
async fn identical_requests_are_one_and_all_are_answered() {
    let (fetch, seen) = host_fetch("return new Response('shared');");
    let call = call(fetch, "https://shared.test/x");
    let answers = Seen::default();
    let held = [1, 2, 3].map(|widget| ask(&call, widget, &answers));
    sleep(30).await;
    assert_eq!(member(&seen, "calls").as_f64(), Some(1.0));
    assert_eq!(*answers.borrow(), vec![Ok(b"shared".to_vec()); 3]);
    drop(held);
}

#[wasm_bindgen_test]
async fn another_fetch_is_another_request() {
    let (first, seen_first) = host_fetch("return new Response('1');");
    let (second, seen_second) = host_fetch("return new Response('2');");
    let answers = Seen::default();
    let held = [first, second].map(|fetch| ask(&call(fetch, "https://apart.test/x"), 1, &answers));
    sleep(30).await;
    assert_eq!(member(&seen_first, "calls").as_f64(), Some(1.0));
    assert_eq!(member(&seen_second, "calls").as_f64(), Some(1.0));
    drop(held);
}

#[wasm_bindgen_test]
async fn only_the_last_subscriber_to_leave_aborts() {
    let (fetch, seen) = host_fetch("return new Promise(() => {});");
    let call = call(fetch, "https://leaving.test/x");
    let answers = Seen::default();
    let first = ask(&call, 1, &answers);
    let second = ask(&call, 2, &answers);
    sleep(10).await;
    drop(first);
    sleep(10).await;
    assert_eq!(member(&seen, "init.signal.aborted").as_bool(), Some(false));
    drop(second);
    sleep(10).await;
    assert_eq!(member(&seen, "init.signal.aborted").as_bool(), Some(true));
    assert!(answers.borrow().is_empty(), "who has left is not told");
}

#[wasm_bindgen_test]
async fn an_origin_has_five_requests_under_way_at_most() {
    let (fetch, seen) = host_fetch(
        "seen.now = (seen.now ?? 0) + 1; seen.most = Math.max(seen.most ?? 0, seen.now);
         return new Promise((resolve) => setTimeout(() => { seen.now -= 1; resolve(new Response('')); }, 5));",
    );
    let answers = Seen::default();
    let held: Vec<_> = (0..17)
        .map(|n| {
            ask(
                &call(fetch.clone(), &format!("https://many.test/{n}")),
                n,
                &answers,
            )
        })
        .collect();
    sleep(200).await;
    assert_eq!(answers.borrow().len(), 17);
    assert_eq!(member(&seen, "most").as_f64(), Some(5.0));
    drop(held);
}

#[wasm_bindgen_test]
async fn a_429_slows_the_whole_origin() {
    let (fetch, seen) = host_fetch(
        "return new Response('', seen.calls === 1 ? { status: 429, headers: { 'retry-after': '1' } } : {});",
    );
    let answers = Seen::default();
    let first = ask(&call(fetch.clone(), "https://slow.test/1"), 1, &answers);
    sleep(30).await;
    let second = ask(&call(fetch, "https://slow.test/2"), 2, &answers);
    sleep(300).await;
    assert_eq!(
        member(&seen, "calls").as_f64(),
        Some(1.0),
        "the second waits"
    );
    sleep(1_000).await;
    assert_eq!(member(&seen, "calls").as_f64(), Some(2.0));
    drop((first, second));
}

#[wasm_bindgen_test]
async fn a_callback_may_ask_again_at_once() {
    let (fetch, seen) = host_fetch("return new Response('x');");
    let again = Rc::new(RefCell::new(None));
    let kept = Rc::clone(&again);
    let next = call(fetch.clone(), "https://again.test/2");
    let first = request_pool::request(
        call(fetch, "https://again.test/1"),
        Form::Bytes,
        (1, false),
        move |_| {
            let second = request_pool::request(next.clone(), Form::Bytes, (1, false), |_| {});
            kept.replace(Some(second));
        },
    );
    sleep(30).await;
    assert_eq!(member(&seen, "calls").as_f64(), Some(2.0));
    drop(first);
}
