//! How everything but the data looks: colours, font, widths, as plain data.
//!
//! The edge fills a theme from the page's custom properties; nothing here knows CSS.

use crate::palette::{Palette, Rgba};

/// A font as the measuring and painting sides need it.
#[derive(Clone, Debug, PartialEq)]
pub struct Font {
    /// CSS family list.
    pub family: String,
    /// Size in CSS pixels.
    pub size_css: f64,
    /// CSS weight, 400 normal.
    pub weight: u16,
}

/// Colours of the threshold bands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BandColors {
    /// "Good".
    pub good: Rgba,
    /// "Meh".
    pub meh: Rgba,
    /// "Poor".
    pub poor: Rgba,
}

/// The look of a chart.
#[derive(Clone, Debug, PartialEq)]
pub struct Theme {
    /// Made for a dark page.
    pub dark: bool,
    /// Behind everything; transparent where the page shines through.
    pub background: Rgba,
    /// Titles and values.
    pub text: Rgba,
    /// Axis labels and notes.
    pub muted_text: Rgba,
    /// Grid lines.
    pub grid: Rgba,
    /// Axis line and ticks.
    pub axis: Rgba,
    /// Crosshair.
    pub crosshair: Rgba,
    /// Threshold bands, before their opacity is applied.
    pub bands: BandColors,
    /// Opacity of threshold bands.
    pub band_alpha: u8,
    /// Series colours.
    pub palette: Palette,
    /// Font of axis labels.
    pub font: Font,
    /// Width of a series' line in CSS pixels, where buckets are not close.
    pub line_width_css: f64,
    /// Opacity of the fill of a stacked area.
    pub area_alpha: u8,
    /// Opacity of the fill of an area that stands alone, where it begins to fade.
    pub lone_area_alpha: u8,
    /// Opacity of incomplete buckets in areas and bars.
    pub incomplete_alpha: u8,
    /// Part of a bucket's width that bars leave free, 0 to 1.
    pub bar_gap: f64,
    /// Widest bar of a chart that has a single bucket, in CSS pixels.
    pub single_bar_css: f64,
}

impl Theme {
    /// For light pages.
    pub fn light() -> Self {
        Self {
            dark: false,
            background: Rgba::opaque(0xffffff),
            text: Rgba::opaque(0x2b2233),
            muted_text: Rgba::opaque(0x6b6375),
            grid: Rgba::opaque(0xebe9ee),
            axis: Rgba::opaque(0xd4d0d9),
            crosshair: Rgba::opaque(0x6b6375),
            palette: Palette::light(),
            ..Self::shared()
        }
    }

    /// For dark pages.
    pub fn dark() -> Self {
        Self {
            dark: true,
            background: Rgba::opaque(0x1b1a21),
            text: Rgba::opaque(0xf0ecf3),
            muted_text: Rgba::opaque(0xa49cae),
            grid: Rgba::opaque(0x2f2c38),
            axis: Rgba::opaque(0x443f50),
            crosshair: Rgba::opaque(0xa49cae),
            palette: Palette::dark(),
            ..Self::shared()
        }
    }

    fn shared() -> Self {
        Self {
            dark: false,
            background: Rgba::TRANSPARENT,
            text: Rgba::opaque(0),
            muted_text: Rgba::opaque(0),
            grid: Rgba::opaque(0),
            axis: Rgba::opaque(0),
            crosshair: Rgba::opaque(0),
            bands: BandColors {
                good: Rgba::opaque(0x2ba185),
                meh: Rgba::opaque(0xebc000),
                poor: Rgba::opaque(0xf55459),
            },
            band_alpha: 26,
            palette: Palette::light(),
            font: Font {
                family: "system-ui, -apple-system, \"Segoe UI\", Roboto, sans-serif".to_owned(),
                size_css: 11.0,
                weight: 400,
            },
            line_width_css: 2.0,
            area_alpha: 209,
            lone_area_alpha: 97,
            incomplete_alpha: 102,
            bar_gap: 0.2,
            single_bar_css: 40.0,
        }
    }

    /// The same look on an opaque background: one that is not is laid on white or black.
    pub fn opaque(&self) -> Self {
        let mut theme = self.clone();
        if !theme.background.is_opaque() {
            let under = if theme.dark { 0x000000 } else { 0xffffff };
            let alpha = theme.background.a;
            theme.background = Rgba::opaque(under).mix(theme.background.with_alpha(255), alpha);
        }
        theme
    }

    /// The opacity of a part that may still grow, of what is drawn at `alpha` else.
    pub fn incomplete(&self, alpha: u8) -> u8 {
        let product = u16::from(alpha) * u16::from(self.incomplete_alpha) / 255;
        product.to_le_bytes()[0]
    }

    /// The colour of an earlier period: the series' own, on its way to the background; less
    /// far on a dark one, where thin lines fade sooner.
    pub fn earlier(&self, color: Rgba) -> Rgba {
        color.mix(self.ground(), if self.dark { 85 } else { 115 })
    }

    /// The colour of Other's areas and bars, which recede and hide the grid all the same.
    pub fn receding(&self, color: Rgba) -> Rgba {
        color.mix(self.ground(), 115)
    }

    /// The background, or what is likely to be behind one that the page shines through.
    pub fn ground(&self) -> Rgba {
        match self.background.is_opaque() {
            true => self.background,
            false if self.dark => Rgba::opaque(0x000000),
            false => Rgba::opaque(0xffffff),
        }
    }
}
