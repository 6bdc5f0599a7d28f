//! Renders an answer of `events-stats` to a picture:
//!
//! ```text
//! cargo run --example render -- ANSWER.json PICTURE.png|PICTURE.svg [WIDGET.json]
//! ```
//!
//! The widget has the shape of Sentry's dashboards API; without one the answer is drawn as
//! areas of `count()`, or of the groups and axes that it has.

use events_stats_widget::chart::Chart;
use events_stats_widget::format::FixedLabels;
use events_stats_widget::paint::bitmap::{Fonts, to_png};
use events_stats_widget::theme::Theme;
use events_stats_widget::{Look, to_svg};
use std::error::Error;
use std::path::Path;
use std::process::ExitCode;
use std::time::{SystemTime, UNIX_EPOCH};
use std::{env, fs};

/// Size in CSS pixels, and pixels a CSS pixel in a PNG picture.
const SIZE: (u32, u32) = (800, 300);
const DPR: u32 = 2;

const WIDGET: &str = r#"{"title": "Events", "displayType": "area", "queries": [{"name": "",
    "aggregates": ["count()"], "columns": [], "fields": [], "conditions": "", "orderby": ""}]}"#;

fn main() -> ExitCode {
    match render() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

// A program has a clock; the crate itself asks for the time.
#[allow(clippy::disallowed_methods)]
fn render() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let (answer, picture, widget) = match arguments.as_slice() {
        [answer, picture] => (answer, Path::new(picture), None),
        [answer, picture, widget] => (answer, Path::new(picture), Some(widget)),
        _ => return Err("expected ANSWER.json PICTURE.png|PICTURE.svg [WIDGET.json]".into()),
    };
    let widget = match widget {
        Some(path) => read(path)?,
        None => WIDGET.into(),
    };
    let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs();
    let chart = Chart::from_json(&widget, &read(answer)?, now.cast_signed())?;
    let theme = Theme::light();
    let frame = chart.frame(&theme.palette);
    let look = Look {
        title: &chart.config.title,
        theme: &theme,
        labels: &FixedLabels::utc(),
        dpr: f64::from(DPR),
    };
    let (width, height) = SIZE;
    match picture.extension().and_then(|extension| extension.to_str()) {
        Some("png") => {
            let size = (width * DPR, height * DPR);
            fs::write(picture, to_png(&frame, &look, size, &Fonts::bundled()?)?)?;
        }
        Some("svg") => {
            let size = (f64::from(width), f64::from(height));
            fs::write(picture, to_svg(&frame, &look, size)?)?;
        }
        _ => return Err("expected a picture's name that ends in .png or .svg".into()),
    }
    Ok(())
}

fn read(path: &str) -> Result<Vec<u8>, String> {
    fs::read(path).map_err(|error| format!("{path} cannot be read: {error}"))
}
