//! The element's attributes, read from text.
//!
//! A wrong attribute is reported by its name and the others hold all the same.

use super::AxisRange;
use super::base_url::base_url;
use super::reader::{describe_text, names_of};
use crate::convert;
use crate::error::Error;
use crate::json::parse_f64;
use crate::time::{Interval, MOMENTS, Offset, RangeChoice, TimeRange, parse_moment};

/// Shortest refresh, in seconds.
const REFRESH_MIN_SECS: u32 = 5;
/// Shortest refresh where tests are run.
const REFRESH_MIN_TEST_SECS: u32 = 1;
/// Longest refresh, in seconds: a day.
const REFRESH_MAX_SECS: u32 = 86_400;

/// Colours to draw in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum ThemeChoice {
    /// As the page or the system prefers.
    #[default]
    Auto,
    /// Dark on light.
    Light,
    /// Light on dark.
    Dark,
}

/// What the element's attributes say. Absent and empty ones are `None` or empty.
#[derive(Clone, Debug, PartialEq, Default)]
pub struct Attributes {
    /// `widget-id`
    pub widget_id: Option<String>,
    /// `org`
    pub org: Option<String>,
    /// `dashboard-id`
    pub dashboard_id: Option<String>,
    /// `base-url`
    pub base_url: Option<String>,
    /// `project`, a comma list of ids.
    pub projects: Vec<String>,
    /// `environment`, a comma list of names.
    pub environments: Vec<String>,
    /// `filter`, search text.
    pub filter: Option<String>,
    /// `stats-period`, or `start` and `end`.
    pub range: Option<RangeChoice>,
    /// `interval`: bucket width in place of the one that follows from range and widget.
    pub interval: Option<Interval>,
    /// `axis-range`: what value axes show; `None` leaves that to the widget's configuration.
    pub axis_range: Option<AxisRange>,
    /// `legend="table"`: in columns, to be sorted.
    pub has_legend_table: bool,
    /// `refresh` in seconds; `None` for off.
    pub refresh_secs: Option<u32>,
    /// The viewer has zoomed into that range: the element says so in place of an attribute.
    pub is_zoomed: bool,
    /// `compare`
    pub compare: Option<Offset>,
    /// `theme`
    pub theme: ThemeChoice,
    /// `timezone`, an IANA name; the edge knows which there are.
    pub timezone: Option<String>,
    /// `locale`, a BCP 47 tag; the edge knows which there are.
    pub locale: Option<String>,
    /// `group`
    pub group: Option<String>,
    /// `group-tooltip`: a whole tooltip where another chart of the group is pointed at.
    pub group_tooltip: bool,
    /// `sparkline`: a number has a line of its values below it.
    pub sparkline: bool,
    /// `releases`: each is marked on the time axis where it was first seen.
    pub releases: bool,
    /// `alerts`: thresholds and open incidents of alert rules about the same are marked.
    pub alerts: bool,
    /// What was corrected, in words for the viewer.
    pub notes: Vec<String>,
}

impl Attributes {
    /// Reads attributes through `get`. `test_mode` allows faster refreshes.
    pub fn read(get: impl Fn(&str) -> Option<String>, test_mode: bool) -> (Self, Vec<Error>) {
        let trimmed = |name: &str| get(name).map(|value| value.trim().to_owned());
        let text = |name: &str| trimmed(name).filter(|value| !value.is_empty());
        let flag = |name: &str| trimmed(name).is_some_and(|value| value != "false");
        let mut errors = Vec::new();
        let mut read = Self {
            widget_id: text("widget-id"),
            org: text("org"),
            dashboard_id: text("dashboard-id"),
            base_url: None,
            projects: comma_list(&text("project").unwrap_or_default()),
            environments: comma_list(&text("environment").unwrap_or_default()),
            filter: text("filter"),
            range: keep(range(&text), &mut errors).flatten(),
            interval: keep(interval(text("interval")), &mut errors).flatten(),
            is_zoomed: trimmed("zoom").is_some(),
            axis_range: keep(axis_range(text("axis-range")), &mut errors).flatten(),
            has_legend_table: keep(legend(text("legend")), &mut errors) == Some(true),
            compare: keep(compare(text("compare")), &mut errors).flatten(),
            theme: keep(theme(text("theme")), &mut errors).unwrap_or_default(),
            timezone: text("timezone"),
            locale: text("locale"),
            group: text("group"),
            group_tooltip: flag("group-tooltip"),
            sparkline: flag("sparkline"),
            releases: flag("releases"),
            alerts: flag("alerts"),
            ..Self::default()
        };
        if let Some(text) = text("base-url") {
            let checked = base_url("base-url", &text).map(str::to_owned);
            read.base_url = keep(checked, &mut errors);
        }
        let refresh = keep(refresh(text("refresh"), test_mode), &mut errors);
        if let Some((secs, note)) = refresh {
            read.refresh_secs = secs;
            read.notes.extend(note);
        }
        if let Some(id) = read.projects.iter().find(|id| id.parse::<i64>().is_err()) {
            errors.push(Error::config(
                "project",
                "project ids: integers separated by commas",
                describe_text(id),
            ));
            read.projects.clear();
        }
        (read, errors)
    }
}

fn keep<T>(result: Result<T, Error>, errors: &mut Vec<Error>) -> Option<T> {
    result.map_err(|error| errors.push(error)).ok()
}

/// Items between commas, without the spaces around them; empty ones are left out.
fn comma_list(text: &str) -> Vec<String> {
    text.split(',')
        .map(str::trim)
        .filter(|item| !item.is_empty())
        .map(str::to_owned)
        .collect()
}

fn range(text: &dyn Fn(&str) -> Option<String>) -> Result<Option<RangeChoice>, Error> {
    if let Some(period) = text("stats-period") {
        return Interval::parse(&period)
            .map(|period| Some(RangeChoice::Last(period)))
            .ok_or_else(|| {
                Error::config(
                    "stats-period",
                    "a duration such as `24h` or `14d`",
                    describe_text(&period),
                )
            });
    }
    let moment = |name: &str, text: String| {
        let wrong = |expected: &str| Error::config(name, expected, describe_text(&text));
        let moment = parse_moment(&text).ok_or_else(|| wrong("an ISO 8601 date or time"))?;
        match MOMENTS.contains(&moment) {
            true => Ok(moment),
            false => Err(wrong("a date from 1900 to 2286")),
        }
    };
    let lacks = |name: &str| Err(Error::config(name, "`start` and `end` together", "nothing"));
    match (text("start"), text("end")) {
        (None, None) => Ok(None),
        (None, Some(_)) => lacks("start"),
        (Some(_), None) => lacks("end"),
        (Some(start), Some(end)) => {
            let found = describe_text(&end);
            TimeRange::new(moment("start", start)?, moment("end", end)?)
                .map(|range| Some(RangeChoice::Fixed(range)))
                .map_err(|_| Error::config("end", "a date after `start`", found))
        }
    }
}

fn interval(text: Option<String>) -> Result<Option<Interval>, Error> {
    let Some(text) = text else {
        return Ok(None);
    };
    Interval::parse(&text).map(Some).ok_or_else(|| {
        Error::config(
            "interval",
            "a bucket width such as `5m`, `1h` or `1d`",
            describe_text(&text),
        )
    })
}

fn axis_range(text: Option<String>) -> Result<Option<AxisRange>, Error> {
    let Some(text) = text else {
        return Ok(None);
    };
    let wrong = || Error::config("axis-range", AxisRange::EXPECTED, describe_text(&text));
    AxisRange::read(&text).ok_or_else(wrong).map(Some)
}

fn legend(text: Option<String>) -> Result<bool, Error> {
    match text.as_deref() {
        None => Ok(false),
        Some("table") => Ok(true),
        Some(other) => Err(Error::config("legend", "`table`", describe_text(other))),
    }
}

fn compare(text: Option<String>) -> Result<Option<Offset>, Error> {
    let Some(text) = text else {
        return Ok(None);
    };
    Offset::parse(&text).map(Some).ok_or_else(|| {
        Error::config(
            "compare",
            "`previous` or an offset such as `1h`, `1d`, `1w`, `4w`, `1M` or `1y`",
            describe_text(&text),
        )
    })
}

fn theme(text: Option<String>) -> Result<ThemeChoice, Error> {
    const THEMES: &[(&str, ThemeChoice)] = &[
        ("auto", ThemeChoice::Auto),
        ("light", ThemeChoice::Light),
        ("dark", ThemeChoice::Dark),
    ];
    let Some(text) = text else {
        return Ok(ThemeChoice::Auto);
    };
    THEMES
        .iter()
        .find(|(name, _)| *name == text)
        .map(|&(_, theme)| theme)
        .ok_or_else(|| Error::config("theme", names_of(THEMES), describe_text(&text)))
}

/// `060`, `+5`, `.5` and `5.` are numbers too, which they are not in JSON.
fn seconds(text: &str) -> Option<f64> {
    let digits = text.strip_prefix('+').unwrap_or(text);
    let bare = digits.trim_start_matches('0');
    let bare = bare.strip_suffix('.').unwrap_or(bare);
    if !digits.starts_with(|first: char| first.is_ascii_digit() || first == '.') || digits == "." {
        return None;
    }
    match bare.starts_with(|first: char| first.is_ascii_digit()) {
        true => parse_f64(bare.as_bytes()),
        false => parse_f64(format!("0{bare}").as_bytes()),
    }
}

fn refresh(text: Option<String>, test_mode: bool) -> Result<(Option<u32>, Option<String>), Error> {
    let Some(text) = text else {
        return Ok((None, None));
    };
    let least = if test_mode {
        REFRESH_MIN_TEST_SECS
    } else {
        REFRESH_MIN_SECS
    };
    let secs = seconds(&text)
        .filter(|secs| secs.is_finite() && *secs >= 0.0)
        .ok_or_else(|| {
            Error::config(
                "refresh",
                "seconds between refreshes, 0 for none",
                describe_text(&text),
            )
        })?;
    if secs == 0.0 {
        return Ok((None, None));
    }
    let requested = convert::small(secs.ceil());
    let held = requested.clamp(least, REFRESH_MAX_SECS);
    let is_changed = (f64::from(held) - secs).abs() >= 1.0;
    let note = match held < REFRESH_MIN_SECS {
        // Seen by everybody, so that nobody leaves it on in earnest.
        true => Some(format!("Test mode: new data every {held} s")),
        false => is_changed.then(|| format!("`refresh`: {text} s was changed to {held} s")),
    };
    Ok((Some(held), note))
}
