//! Feeds chunks to the lexer, and its tokens to the reader of the body asked for.

use super::assemble::assemble;
use super::flow::Flow;
use super::reader::BodyReader;
use super::table::TableReader;
use super::{Decoded, Limits};
use crate::error::{Error, ErrorKind};
use crate::json::lexer::Lexer;
use crate::request::{Endpoint, Expect};

/// Decodes one body as it arrives, in chunks of any size.
///
/// Nothing is kept but the columns: a chunk is used up when the call returns, apart
/// from a token that its end cuts.
#[derive(Debug)]
pub struct Decoder {
    expect: Expect,
    limits: Limits,
    content: Content,
    received: u64,
    /// Reused from chunk to chunk, see [`Decoder::window`].
    window: Vec<u8>,
    failed: Option<Error>,
}

#[derive(Debug)]
enum Content {
    Series {
        lexer: Lexer,
        reader: Box<BodyReader>,
    },
    Table(TableReader),
}

impl Decoder {
    /// A decoder of the answer to a request that expects `expect`.
    pub fn new(expect: Expect, limits: Limits) -> Self {
        let content = match expect.endpoint {
            Endpoint::Events => Content::Table(TableReader::new(limits)),
            Endpoint::EventsStats | Endpoint::EventsTimeseries => Content::Series {
                lexer: Lexer::new(limits.max_depth).keeping(Limits::TEXT_BYTES),
                reader: Box::new(BodyReader::new(limits)),
            },
        };
        Self {
            expect,
            limits,
            content,
            received: 0,
            window: Vec::new(),
            failed: None,
        }
    }

    /// Takes the next bytes of the body. After an error every call returns that error.
    pub fn push(&mut self, bytes: &[u8]) -> Result<(), Error> {
        if let Some(error) = &self.failed {
            return Err(error.clone());
        }
        let result = self.take(bytes);
        if let Err(error) = &result {
            self.failed = Some(error.clone());
        }
        result
    }

    /// Room for the next `len` bytes, so that the edge copies them where they are read.
    pub fn window(&mut self, len: usize) -> &mut [u8] {
        if self.window.len() < len {
            // A fresh one: what the old one holds was used up.
            self.window = vec![0; len];
        }
        self.window.get_mut(..len).unwrap_or_default()
    }

    /// Takes the first `len` bytes of the window as the next bytes of the body.
    pub fn commit(&mut self, len: usize) -> Result<(), Error> {
        let window = std::mem::take(&mut self.window);
        let result = self.push(window.get(..len).unwrap_or(&window));
        self.window = window;
        result
    }

    /// What the body held, once all of it was taken.
    pub fn finish(self) -> Result<Decoded, Error> {
        if let Some(error) = self.failed {
            return Err(error);
        }
        match self.content {
            Content::Table(table) => table.finish(),
            Content::Series {
                mut lexer,
                mut reader,
            } => {
                if let Some(kind) = lexer.finish()? {
                    reader.token(lexer.token(kind, &[]), lexer.token_start())?;
                }
                assemble(reader.finish(), &self.expect)
            }
        }
    }

    fn take(&mut self, bytes: &[u8]) -> Result<(), Error> {
        let room = self.limits.max_bytes - self.received;
        let allowed = usize::try_from(room).map_or(bytes.len(), |room| bytes.len().min(room));
        let chunk = bytes.get(..allowed).unwrap_or(bytes);
        match &mut self.content {
            Content::Table(table) => table.push(chunk)?,
            Content::Series { lexer, reader } => read_chunk(lexer, reader, chunk)?,
        }
        self.received += chunk.len() as u64;
        if allowed < bytes.len() {
            return Err(ErrorKind::TooLarge {
                limit_bytes: self.limits.max_bytes,
            }
            .into());
        }
        Ok(())
    }
}

fn read_chunk(lexer: &mut Lexer, reader: &mut BodyReader, chunk: &[u8]) -> Result<(), Error> {
    let mut at = 0;
    // End of the last row in this chunk.
    let mut row_end = None;
    while let Some(kind) = lexer.next(chunk, &mut at)? {
        let start = lexer.token_start();
        match reader.token(lexer.token(kind, chunk), start)? {
            Flow::Go => {}
            Flow::Skip => lexer.skip_container(),
            Flow::RowEnd => {
                if let Some(row) = row_end.and_then(|end| chunk.get(end..at)) {
                    reader.learn(row);
                }
                // The lexer stands behind a row, and so it does behind those read here.
                let rest = chunk.get(at..).unwrap_or_default();
                at += reader.repeat(rest, start)?;
                row_end = Some(at);
            }
        }
    }
    Ok(())
}

/// Decodes a whole body with the default [`Limits`].
pub fn decode(expect: Expect, bytes: &[u8]) -> Result<Decoded, Error> {
    let mut decoder = Decoder::new(expect, Limits::default());
    decoder.push(bytes)?;
    decoder.finish()
}
