//! Values to places: domains, ticks, and the straight line between them.
//!
//! Labels of ticks are up to `format`; where an axis lies, to `layout`.

mod duration;
mod linear;
mod powers;
mod size;
mod time;

pub use duration::duration_ticks;
pub use linear::{LinearTicks, fine_step, linear_ticks, sane_domain};
pub use powers::{exponent_below, power_ticks};
pub use size::binary_size_ticks;
pub use time::{TimeTick, TimeTickLimits, time_ticks};

/// From values to places: a straight line, or one that is straight around zero alone.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scale {
    domain: (f64, f64),
    range: (f64, f64),
    even_to: f64,
    /// Both ends of the domain on the straight line between the places.
    ends: (f64, f64),
}

impl Scale {
    /// `domain.0` lies at `range.0` and `domain.1` at `range.1`. The domain is made
    /// finite and wider than nothing first.
    pub fn new(domain: (f64, f64), range: (f64, f64)) -> Self {
        let (low, high) = domain;
        let domain = if low.is_finite() && high.is_finite() && (high - low).abs() > 0.0 {
            domain
        } else {
            sane_domain(low, high)
        };
        Self {
            domain,
            range,
            even_to: f64::INFINITY,
            ends: domain,
        }
    }

    /// By the logarithm of values beyond `even_to` on both sides of zero (symlog); finite, above
    /// zero.
    pub fn symlog(domain: (f64, f64), range: (f64, f64), even_to: f64) -> Self {
        let straight = Self::new(domain, range);
        let (low, high) = straight.domain;
        Self {
            even_to,
            ends: (bent(low, even_to), bent(high, even_to)),
            ..straight
        }
    }

    /// The values at both ends.
    pub fn domain(&self) -> (f64, f64) {
        self.domain
    }

    /// The places of both ends.
    pub fn range(&self) -> (f64, f64) {
        self.range
    }

    /// Place of a value; values outside of the domain lie outside of the range, NaN stays NaN.
    pub fn map(&self, value: f64) -> f64 {
        let value = match self.even_to.is_finite() {
            true => bent(value, self.even_to),
            false => value,
        };
        let share = (value - self.ends.0) / (self.ends.1 - self.ends.0);
        self.range.0 + share * (self.range.1 - self.range.0)
    }

    /// Value at a place of a straight line.
    pub fn invert(&self, place: f64) -> f64 {
        let width = self.range.1 - self.range.0;
        if width == 0.0 {
            return self.domain.0;
        }
        let share = (place - self.range.0) / width;
        self.domain.0 + share * (self.domain.1 - self.domain.0)
    }
}

#[inline(never)]
fn bent(value: f64, even_to: f64) -> f64 {
    (1.0 + value.abs() / even_to).log10().copysign(value)
}
