//! What a reader tells the lexer.

/// What the lexer does next.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Flow {
    Go,
    /// Pass over the container just opened.
    Skip,
    /// A row of `data` or a point of `values` just ended.
    RowEnd,
}
