//! The body of an answer, chunk by chunk from the browser's stream into a sink, without an
//! intermediate JavaScript object and without the whole body in memory.

use crate::convert;
use crate::error::{Error, ErrorKind};
use crate::web::js_error::reason;
use js_sys::{ArrayBuffer, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{ReadableStreamDefaultReader, Response};

/// Bytes copied at a time: a window of this size stays in the processor's cache.
const PIECE_BYTES: u32 = 64 * 1024;

/// Takes bytes as they arrive.
pub trait Sink {
    /// Room for at most the next `len` bytes; never empty.
    fn window(&mut self, len: usize) -> &mut [u8];

    /// So many bytes were written to the front of the window.
    fn commit(&mut self, len: usize) -> Result<(), Error>;
}

/// Reads the body of `response` to its end, at most `max_bytes` of it.
pub async fn read(response: &Response, sink: &mut impl Sink, max_bytes: u64) -> Result<(), Error> {
    let Some(stream) = response.body() else {
        return read_whole(response, sink, max_bytes).await;
    };
    let reader = Reader::new(ReadableStreamDefaultReader::new(&stream).map_err(broken)?);
    let mut received = 0;
    while let Some(chunk) = reader.next().await? {
        received += u64::from(chunk.length());
        if received > max_bytes {
            return Err(too_large(max_bytes));
        }
        pour(&chunk, sink)?;
    }
    reader.ended();
    Ok(())
}

/// The `Response` of a host's own `fetch` may have no stream.
async fn read_whole(
    response: &Response,
    sink: &mut impl Sink,
    max_bytes: u64,
) -> Result<(), Error> {
    let whole = response.array_buffer().map_err(broken)?;
    let buffer: ArrayBuffer = JsFuture::from(whole)
        .await
        .and_then(JsCast::dyn_into)
        .map_err(broken)?;
    let chunk = Uint8Array::new(&buffer);
    if u64::from(chunk.length()) > max_bytes {
        return Err(too_large(max_bytes));
    }
    pour(&chunk, sink)
}

/// Copies bytes into a sink piece by piece: the module's memory never shrinks again.
pub fn pour(chunk: &Uint8Array, sink: &mut impl Sink) -> Result<(), Error> {
    let mut from = 0;
    while from < chunk.length() {
        let len = (chunk.length() - from).min(PIECE_BYTES);
        let window = sink.window(len as usize);
        let len = len.min(convert::small_of(window.len()));
        let part = chunk.subarray(from, from + len);
        let Some(room) = window.get_mut(..len as usize).filter(|_| len > 0) else {
            return Err(broken(JsValue::from_str(
                "there is not enough memory for the response",
            )));
        };
        part.copy_to(room);
        sink.commit(len as usize)?;
        from += len;
    }
    Ok(())
}

fn too_large(limit_bytes: u64) -> Error {
    ErrorKind::TooLarge { limit_bytes }.into()
}

/// The stream broke: the connection was cut, or it was none of bytes.
fn broken(thrown: JsValue) -> Error {
    ErrorKind::Network {
        detail: reason(&thrown),
    }
    .into()
}

/// A stream's reader, which cancels the stream when dropped before its end.
struct Reader {
    inner: ReadableStreamDefaultReader,
    has_ended: std::cell::Cell<bool>,
}

impl Reader {
    fn new(inner: ReadableStreamDefaultReader) -> Self {
        Self {
            inner,
            has_ended: std::cell::Cell::new(false),
        }
    }

    async fn next(&self) -> Result<Option<Uint8Array>, Error> {
        let step = JsFuture::from(self.inner.read()).await.map_err(broken)?;
        let member = |name: &str| Reflect::get(&step, &name.into()).map_err(broken);
        if member("done")?.is_truthy() {
            return Ok(None);
        }
        member("value")?
            .dyn_into()
            .map(Some)
            .map_err(|_| broken(JsValue::from_str("the body is not a byte stream")))
    }

    fn ended(&self) {
        self.has_ended.set(true);
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        if !self.has_ended.get() {
            let cancelled = JsFuture::from(self.inner.cancel());
            // Awaited only so that its rejection counts as handled.
            spawn_local(async move { drop(cancelled.await) });
        }
    }
}
