//! One value beside the crosshair, where another chart of the group is pointed at.

use crate::convert;
use crate::error::Error;
use crate::hit::ValueChip;
use crate::layout::Layout;
use crate::web::browser::dom::{self, TextPart};
use web_sys::HtmlElement;

/// Between the crosshair and the chip, in CSS pixels.
const GAP_CSS: f64 = 6.0;

pub(super) struct Chip {
    text: TextPart,
}

impl Chip {
    pub(super) fn new(chart: &HtmlElement) -> Result<Self, Error> {
        let chip = dom::create("span", "chip", "chip")?;
        dom::set(&chip, "aria-hidden", "true");
        dom::append(chart, &chip)?;
        Ok(Self {
            text: TextPart::new(chip),
        })
    }

    /// At the top of the crosshair, on the side that has more room.
    pub(super) fn show(&mut self, content: &ValueChip, layout: &Layout, index: usize) {
        let Some((left, right)) = layout.marked(index) else {
            return self.hide();
        };
        let chip = &self.text.element;
        chip.set_hidden(false);
        let plot = layout.plot;
        let y = convert::int(plot.y);
        let place = match (left + right) / 2.0 > plot.x + plot.width / 2.0 {
            true => {
                let x = convert::int(left - GAP_CSS);
                format!("translate({x}px, {y}px) translateX(-100%)")
            }
            false => format!("translate({}px, {y}px)", convert::int(right + GAP_CSS)),
        };
        dom::style(chip, "transform", &place);
        let color = content
            .color
            .map_or(String::new(), |color| color.to_string());
        dom::style(chip, "--_series", &color);
        self.text.set(&content.value);
    }

    pub(super) fn hide(&self) {
        self.text.element.set_hidden(true);
    }
}
