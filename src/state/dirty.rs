//! How much of a picture is out of date, as one level that only grows until it is drawn.

/// How much must be made again. A level contains all levels before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Dirty {
    /// Nothing.
    #[default]
    None,
    /// Pixels of the same layout: theme, series shown or hidden.
    Paint,
    /// Rectangles, ticks and labels: another size or language.
    Layout,
    /// Everything: other data.
    Data,
}

impl Dirty {
    /// Raises the level; never lowers it.
    pub fn raise(&mut self, to: Dirty) {
        *self = (*self).max(to);
    }

    /// The level, leaving [`Dirty::None`].
    pub fn take(&mut self) -> Dirty {
        std::mem::take(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn merges_upwards_until_taken() {
        let mut dirty = Dirty::None;
        dirty.raise(Dirty::Layout);
        dirty.raise(Dirty::Paint);
        assert_eq!(dirty.take(), Dirty::Layout);
        assert_eq!(dirty, Dirty::None);
    }
}
