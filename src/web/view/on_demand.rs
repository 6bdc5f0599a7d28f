//! Parts of a view that most widgets never show.

use crate::error::Error;

/// A part that is made when it first has something to show.
pub(super) struct OnDemand<T>(Option<T>);

impl<T> Default for OnDemand<T> {
    fn default() -> Self {
        Self(None)
    }
}

impl<T> OnDemand<T> {
    /// The part, made now where it is needed and not there.
    pub(super) fn made_if(
        &mut self,
        is_needed: bool,
        make: impl FnOnce() -> Result<T, Error>,
    ) -> Result<Option<&mut T>, Error> {
        if is_needed && self.0.is_none() {
            self.0 = Some(make()?);
        }
        Ok(self.0.as_mut())
    }
}
