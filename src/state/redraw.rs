//! What is out of date on the screen, and whether it can be drawn now.
//!
//! One dirty level and at most one pending animation frame; nothing is asked of a
//! page that cannot draw.

use super::dirty::Dirty;

/// The picture's side of a widget's state.
#[derive(Debug, Default)]
pub struct Redraw {
    dirty: Dirty,
    frame_pending: bool,
    /// The box has no area: there is nothing to draw on until it has.
    is_unsized: bool,
    was_drawn: bool,
}

impl Redraw {
    /// Marks a level as out of date. True where an animation frame must be asked for.
    #[must_use]
    pub fn invalidate(&mut self, level: Dirty) -> bool {
        self.dirty.raise(level);
        self.wants_frame()
    }

    /// The box changed its size, and may have an area now.
    #[must_use]
    pub fn resized(&mut self) -> bool {
        self.is_unsized = false;
        self.invalidate(Dirty::Layout)
    }

    /// The pending frame came, or is not waited for any more: what must be drawn now.
    pub fn take(&mut self) -> Dirty {
        self.frame_pending = false;
        self.dirty.take()
    }

    /// A drawing of `level` was tried; `drawn` is false where the box has no area.
    pub fn tried(&mut self, level: Dirty, drawn: bool) {
        self.is_unsized = !drawn;
        if drawn {
            self.was_drawn = true;
        } else {
            self.dirty.raise(level);
        }
    }

    /// What is on the screen is up to date.
    pub fn is_current(&self) -> bool {
        self.was_drawn && self.dirty == Dirty::None
    }

    /// Something waits to be drawn and can be.
    pub fn is_drawable(&self) -> bool {
        self.dirty != Dirty::None && !self.is_unsized
    }

    /// A frame was asked for and has not come.
    pub fn is_frame_pending(&self) -> bool {
        self.frame_pending
    }

    fn wants_frame(&mut self) -> bool {
        let wanted = self.is_drawable() && !self.frame_pending;
        self.frame_pending |= wanted;
        wanted
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_frame_at_a_time() {
        let mut picture = Redraw::default();
        assert!(picture.invalidate(Dirty::Paint));
        assert!(!picture.invalidate(Dirty::Data), "the pending frame serves");
        assert_eq!(picture.take(), Dirty::Data);
        picture.tried(Dirty::Data, true);
        assert!(picture.is_current());
        assert!(picture.invalidate(Dirty::Paint));
    }

    #[test]
    fn a_box_without_area_waits_for_a_size() {
        let mut picture = Redraw::default();
        assert!(picture.invalidate(Dirty::Data));
        let level = picture.take();
        picture.tried(level, false);
        assert!(!picture.is_current());
        assert!(
            !picture.invalidate(Dirty::Paint),
            "no frame for a box without area"
        );
        assert!(picture.resized());
        assert_eq!(
            picture.take(),
            Dirty::Data,
            "nothing was forgotten meanwhile"
        );
    }
}
