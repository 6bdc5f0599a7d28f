//! Layout and frame to a flat list of what to draw, in device pixels.

mod shape;

pub use shape::{PixelRect, Point, Runs};
