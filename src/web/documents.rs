//! A chart as a document: SVG, PNG, CSV. From a widget, or from a configuration and an answer
//! without any page.

use crate::chart;
use crate::config::{Attributes, ThemeChoice, WidgetConfig};
use crate::decode::Decoded;
use crate::error::Error;
use crate::frame::{self, Frame};
use crate::json::Json;
use crate::json::format_f64;
use crate::layout::{FixedMeasure, Size, TextMeasure};
use crate::messages::Messages;
use crate::paint::{Look, svg};
use crate::theme::Theme;
use crate::web::browser::css_colors;
use crate::web::browser::globals;
use crate::web::browser::intl::{self, IntlLabels};
use crate::web::canvas::{CanvasTextMeasure, png};
use crate::web::default_shape;
use crate::web::page::options;
use js_sys::Array;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::Blob;

/// Size of a picture whose size nobody says, in CSS pixels.
const DEFAULT_SIZE: (f64, f64) = (800.0, 300.0);
/// Largest side of a picture, in device pixels: what browsers allow of a canvas.
const LARGEST_SIDE_DEV: u32 = 16_384;

/// What a document is made of.
pub struct Subject {
    /// The chart.
    pub frame: Rc<Frame>,
    /// Its title; may be empty.
    pub title: String,
    /// Its look.
    pub theme: Theme,
    /// Language, BCP 47.
    pub locale: Option<String>,
    /// IANA zone.
    pub time_zone: Option<String>,
    /// The widget's own texts.
    pub messages: Rc<Messages>,
}

impl Subject {
    /// As an SVG document of this size.
    pub fn to_svg(&self, size: Size) -> Result<String, Error> {
        self.to_svg_by(size, measure().as_mut())
    }

    fn to_svg_by(&self, size: Size, measure: &mut dyn TextMeasure) -> Result<String, Error> {
        let labels = self.labels();
        let size_css = (size.width_css, size.height_css);
        svg(&self.frame, &self.look(&labels, size), size_css, measure)
    }

    /// As a PNG picture of this size.
    pub async fn to_png(&self, size: Size) -> Result<Blob, Error> {
        let labels = self.labels();
        let size_css = (size.width_css, size.height_css);
        png(&self.frame, &self.look(&labels, size), size_css).await
    }

    /// As comma-separated values.
    pub fn to_csv(&self) -> String {
        frame::csv::text(&self.frame)
    }

    fn look<'a>(&'a self, labels: &'a IntlLabels, size: Size) -> Look<'a> {
        Look {
            title: &self.title,
            theme: &self.theme,
            labels,
            dpr: size.dpr,
        }
    }

    fn labels(&self) -> IntlLabels {
        let (locale, time_zone) = (self.locale.as_deref(), self.time_zone.as_deref());
        IntlLabels::new(
            self.frame.span(),
            locale,
            time_zone,
            Rc::clone(&self.messages),
        )
    }
}

/// The canvas where there is a page, a fixed table elsewhere.
fn measure() -> Box<dyn TextMeasure> {
    match crate::web::browser::dom::document() {
        Ok(_) => Box::new(CanvasTextMeasure::new()),
        Err(_) => Box::new(FixedMeasure),
    }
}

/// A size that can be drawn; what is no positive number gives way to the default.
pub fn size(width_css: f64, height_css: f64, dpr: f64) -> Result<Size, Error> {
    let or = |value: f64, default: f64| if value > 0.0 { value } else { default };
    let size = Size {
        width_css: or(width_css, DEFAULT_SIZE.0),
        height_css: or(height_css, DEFAULT_SIZE.1),
        dpr: or(dpr, 1.0),
    };
    let longest_dev = size.width_css.max(size.height_css) * size.dpr;
    if longest_dev <= f64::from(LARGEST_SIDE_DEV) {
        return Ok(size);
    }
    Err(Error::config(
        "width, height",
        format!("at most {LARGEST_SIDE_DEV} device pixels"),
        format_f64(longest_dev.ceil()),
    ))
}

/// An SVG document of answers, for `config` in the shape of a dashboard widget. `looks`
/// is an object of texts: `width`, `height`, `theme`, `timezone`, `locale`, `org`.
pub fn render_svg(config: &str, answers: &Array, looks: &str) -> Result<String, Error> {
    let now = globals::now_secs();
    let config = WidgetConfig::from_json(&Json::parse(config)?)?;
    let looks = Json::parse(looks)?;
    let text = |name: &str| looks.get(name)?.as_text().map(str::to_owned);
    let (attributes, mut wrong) = Attributes::read(text, false);
    wrong.extend(intl::unknown(&attributes));
    if !wrong.is_empty() {
        return Err(wrong.swap_remove(0));
    }
    let answers = decoded(&config, answers, now)?;
    let mut theme = match attributes.theme {
        ThemeChoice::Dark => Theme::dark(),
        ThemeChoice::Light | ThemeChoice::Auto => Theme::light(),
    };
    let options = options::options()?;
    theme.palette = css_colors::palette(&options, theme.palette, css_colors::plain);
    let messages = Rc::clone(&options.messages);
    let organization = attributes.org.as_ref().or(options.org.as_ref());
    let frame = chart::frame(
        &config,
        &answers,
        organization.map_or("", String::as_str),
        &options.annotations,
        &theme.palette,
        &messages,
        now,
    );
    let number = |name: &str| looks.get(name).and_then(Json::as_number).unwrap_or(0.0);
    Subject {
        frame: Rc::new(frame),
        title: config.title.clone(),
        theme,
        locale: attributes.locale,
        time_zone: attributes.timezone,
        messages,
    }
    .to_svg_by(
        size(number("width"), number("height"), 1.0)?,
        // The same text wherever it is drawn: in a page, in a worker, in Node.
        &mut FixedMeasure,
    )
}

/// Answers as the bytes of each: of the first query alone, or of all.
fn decoded(config: &WidgetConfig, answers: &Array, now: i64) -> Result<Vec<Decoded>, Error> {
    let (queries, given) = (config.queries.len(), answers.iter().len());
    if given != 1 && given != queries {
        let expected = format!("{queries} answers");
        return Err(Error::config("response", expected, given.to_string()));
    }
    let mut decoded = Vec::new();
    for (query, answer) in answers.iter().enumerate() {
        let expect = chart::expected(config, query, now);
        decoded.push(default_shape::decode(expect, answer.unchecked_ref())?);
    }
    Ok(decoded)
}
