//! Draws an answer of `events-stats` as `errors.svg` and `errors.png`.

use events_stats_widget::paint::bitmap::Fonts;
use events_stats_widget::{Look, chart::Chart, format::FixedLabels, theme::Theme, to_png, to_svg};
use std::error::Error;
use std::fs;
use std::process::ExitCode;
use std::time::{SystemTime, UNIX_EPOCH};

/// The widget that asked, in the shape of Sentry's dashboards API.
const CONFIG: &[u8] = br#"{"title": "Errors", "displayType": "area", "widgetType": "error-events",
    "queries": [{"name": "", "aggregates": ["count()"], "columns": [], "fields": ["count()"], "conditions": "", "orderby": ""}]}"#;

fn main() -> ExitCode {
    match draw() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn draw() -> Result<(), Box<dyn Error>> {
    let path = std::env::args().nth(1).ok_or("expected the path of an answer")?;
    let answer = fs::read(path)?;
    let now = SystemTime::now().duration_since(UNIX_EPOCH)?.as_secs().cast_signed();

    let theme = Theme::light();
    let frame = Chart::from_json(CONFIG, &answer, now)?.frame(&theme.palette);
    let labels = FixedLabels::utc();
    let look = Look { title: "Errors by hour", theme: &theme, labels: &labels, dpr: 1.0 };
    fs::write("errors.svg", to_svg(&frame, &look, (800.0, 300.0))?)?;

    let fine = Look { dpr: 2.0, ..look };
    fs::write("errors.png", to_png(&frame, &fine, (1600, 600), &Fonts::bundled()?)?)?;
    println!("Wrote errors.svg and errors.png.");
    Ok(())
}
