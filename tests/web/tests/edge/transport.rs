//! One path out: what a page's `fetch` may return, throw or reject with.

use crate::support::{call, host_fetch, member, sleep};
use events_stats_widget::error::{Error, ErrorKind};
use events_stats_widget::web::net::transport::{Bytes, Call, Limits, send};
use events_stats_widget::web::net::url::address;
use futures_util::future::{Either, select};
use std::pin::pin;
use wasm_bindgen_test::wasm_bindgen_test;

async fn outcome(call: &Call) -> Result<Vec<u8>, Error> {
    let mut bytes = Bytes::default();
    send(call, &mut bytes).await.map(|_| bytes.take())
}

async fn outcome_of(body: &str) -> Result<Vec<u8>, Error> {
    outcome(&call(host_fetch(body).0, "https://host.test/x")).await
}

#[wasm_bindgen_test]
async fn a_hosts_fetch_is_called_bare_with_address_and_init() {
    let (fetch, seen) = host_fetch("return new Response('hello');");
    let body = outcome(&call(fetch, "https://host.test/a?b=c")).await;
    assert_eq!(body, Ok(b"hello".to_vec()));
    assert!(member(&seen, "self").is_undefined());
    assert_eq!(
        member(&seen, "urls.0").as_string().as_deref(),
        Some("https://host.test/a?b=c")
    );
    assert_eq!(
        member(&seen, "init.method").as_string().as_deref(),
        Some("GET")
    );
    assert_eq!(member(&seen, "init.signal.aborted").as_bool(), Some(false));
}

#[wasm_bindgen_test]
async fn any_rejection_of_any_type_is_a_network_error() {
    for (thrown, words) in [
        ("new TypeError('no route')", "no route"),
        ("'just a text'", "just a text"),
        ("undefined", "no reason was given"),
        ("null", "no reason was given"),
        ("42", "no reason was given"),
        ("Symbol('s')", "no reason was given"),
        ("{ reason: 'signed out' }", "signed out"),
        ("{ get message() { throw 1; } }", "no reason was given"),
        (
            "new Proxy({}, { get() { throw 2; } })",
            "no reason was given",
        ),
        ("new DOMException('stopped', 'AbortError')", "stopped"),
        ("Object.create(null)", "no reason was given"),
    ] {
        for body in [
            format!("return Promise.reject({thrown});"),
            format!("throw {thrown};"),
        ] {
            match outcome_of(&body)
                .await
                .map_err(|error| error.kind().clone())
            {
                Err(ErrorKind::Network { detail }) => {
                    assert!(detail.contains(words), "{body}: {detail}");
                }
                other => panic!("{body}: {other:?}"),
            }
        }
    }
}

#[wasm_bindgen_test]
async fn what_is_no_response_is_a_network_error() {
    for value in [
        "undefined",
        "7",
        "'text'",
        "{}",
        "{ status: 'ok' }",
        "{ status: 200 }",
        "[]",
    ] {
        let error = outcome_of(&format!("return {value};")).await.unwrap_err();
        assert_eq!(error.code(), "network", "{value}");
    }
}

#[wasm_bindgen_test]
async fn a_look_alike_without_a_stream_is_read_whole() {
    let body = "return { status: 200, headers: new Headers(), body: null,
                         arrayBuffer: async () => new TextEncoder().encode('whole').buffer };";
    assert_eq!(outcome_of(body).await, Ok(b"whole".to_vec()));
}

#[wasm_bindgen_test]
async fn a_thenable_is_as_good_as_a_promise() {
    let body = "return { then(resolve) { resolve(new Response('late')); } };";
    assert_eq!(outcome_of(body).await, Ok(b"late".to_vec()));
}

#[wasm_bindgen_test]
async fn the_status_decides_and_not_the_content_type() {
    let body = r#"return new Response('"You are attempting to use this endpoint too frequently."',
        { status: 429, headers: { 'content-type': 'text/html', 'retry-after': '7' } });"#;
    match outcome_of(body).await.map_err(|error| error.kind().clone()) {
        Err(ErrorKind::Http {
            status,
            detail,
            retry_after_ms,
        }) => {
            assert_eq!((status, retry_after_ms), (429, Some(7_000)));
            assert!(detail.starts_with("You are attempting"), "{detail}");
        }
        other => panic!("{other:?}"),
    }
    let json = "return new Response('[]', { headers: { 'content-type': 'text/html' } });";
    assert_eq!(outcome_of(json).await, Ok(b"[]".to_vec()));
}

#[wasm_bindgen_test]
async fn rate_limit_reset_is_read_where_there_is_no_retry_after() {
    let body = "return new Response('', { status: 429, headers: {
        'x-sentry-rate-limit-reset': String(Math.floor(Date.now() / 1000) + 60) } });";
    match outcome_of(body).await.map_err(|error| error.kind().clone()) {
        Err(ErrorKind::Http {
            retry_after_ms: Some(wait),
            ..
        }) => {
            assert!((50_000..=60_000).contains(&wait), "{wait}");
        }
        other => panic!("{other:?}"),
    }
}

#[wasm_bindgen_test]
async fn an_opaque_answer_names_the_likely_cause() {
    let error = outcome_of("return Response.error();").await.unwrap_err();
    assert!(error.to_string().contains("CORS"), "{error}");
}

#[wasm_bindgen_test]
async fn dropping_the_request_aborts_it() {
    let (fetch, seen) = host_fetch("return new Promise(() => {});");
    let call = call(fetch, "https://host.test/");
    {
        let work = pin!(outcome(&call));
        let Either::Right(_) = select(work, pin!(sleep(10))).await else {
            panic!("it never answers");
        };
        assert_eq!(member(&seen, "init.signal.aborted").as_bool(), Some(false));
    }
    assert_eq!(member(&seen, "init.signal.aborted").as_bool(), Some(true));
}

#[wasm_bindgen_test]
async fn silence_ends_at_the_time_limit() {
    let endless =
        "return new Response(new ReadableStream({ start(c) { c.enqueue(new Uint8Array(1)); } }));";
    for body in ["return new Promise(() => {});", endless] {
        let (fetch, seen) = host_fetch(body);
        let mut call = call(fetch, "https://host.test/");
        call.limits.timeout_ms = 30;
        let error = outcome(&call).await.unwrap_err();
        assert_eq!(error.kind(), &ErrorKind::Timeout { limit_ms: 30 });
        assert_eq!(member(&seen, "init.signal.aborted").as_bool(), Some(true));
    }
}

#[wasm_bindgen_test]
async fn an_endless_body_ends_at_the_size_limit() {
    let (fetch, seen) = host_fetch(
        "return new Response(new ReadableStream({
           pull(c) { c.enqueue(new Uint8Array(1000)); },
           cancel() { seen.cancelled = true; } }));",
    );
    let mut call = call(fetch, "https://host.test/");
    call.limits = Limits {
        max_bytes: 10_000,
        ..call.limits
    };
    let error = outcome(&call).await.unwrap_err();
    assert_eq!(
        error.kind(),
        &ErrorKind::TooLarge {
            limit_bytes: 10_000
        }
    );
    sleep(0).await;
    assert!(
        member(&seen, "cancelled").is_truthy(),
        "the stream was given back"
    );
}

#[wasm_bindgen_test]
async fn a_body_that_breaks_is_a_network_error() {
    let cut = "return new Response(new ReadableStream({ start(c) {
        c.enqueue(new Uint8Array(3)); setTimeout(() => c.error('cut'), 1); } }));";
    assert_eq!(outcome_of(cut).await.unwrap_err().code(), "network");
    let used = "const r = new Response('x'); r.text(); return r;";
    assert_eq!(outcome_of(used).await.unwrap_err().code(), "network");
    let texts =
        "return new Response(new ReadableStream({ start(c) { c.enqueue('text'); c.close(); } }));";
    assert_eq!(outcome_of(texts).await.unwrap_err().code(), "network");
}

#[wasm_bindgen_test]
async fn the_pages_fetch_serves_where_the_host_has_none() {
    let call = Call {
        url: address("/", "/there-is-no-such-file", &[]).expect("a URL"),
        fetch: None,
        limits: Limits::default(),
    };
    assert_eq!(outcome(&call).await.unwrap_err().status(), Some(404));
}

#[wasm_bindgen_test]
fn addresses_stand_below_their_base_and_are_encoded() {
    let pairs = [
        ("query".to_owned(), "a:\"b c\" & d".to_owned()),
        ("yAxis".to_owned(), "count()".to_owned()),
    ];
    for base in ["https://host.test/sentry", "https://host.test/sentry/"] {
        assert_eq!(
            address(base, "/api/0/x/", &pairs).as_deref(),
            Ok("https://host.test/sentry/api/0/x/?query=a%3A%22b+c%22+%26+d&yAxis=count%28%29")
        );
    }
    assert_eq!(
        address("http://[", "/x/", &[]).unwrap_err().code(),
        "config"
    );
}
