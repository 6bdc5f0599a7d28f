//! Labels and zone rules from the browser's own `Intl`: the module carries no
//! time-zone database, and of languages only American English, whose first label need not wait.

use crate::config::Attributes;
use crate::convert;
use crate::error::Error;
use crate::format::{Labels, NumberLocale, TimeStyle, in_american_english};
use crate::messages::Messages;
use crate::sorted::SortedMap;
use crate::time::civil::days_from_civil;
use crate::time::{DAY, HOUR, Interval, MINUTE, TimeRange, Zone, format_moment};
use crate::web::browser::globals;
use crate::web::js_value::to_browser;
use js_sys::{Array, Reflect};
use serde::Serialize;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};

/// Zones change their offset weeks apart, so a sample a week finds each change.
const SAMPLE_SECS: i64 = 7 * DAY;
/// Most samples of a range, each a call into the browser: nineteen years of weeks.
const MOST_SAMPLES: i64 = 1_000;

const AMERICAN: &str = "en-US";
const UTC: &str = "UTC";

/// Kept formatters, at most: a page has few languages and zones.
const MOST_FORMATS: usize = 100;

/// Language, zone, what is shown, and the offset of the viewer's own zone, which may change while a page is open.
type FormatKey = (Option<String>, Option<String>, TimeStyle, i64);

thread_local! {
    /// Of all charts: to make one takes a browser longer than many labels.
    static FORMATS: RefCell<SortedMap<FormatKey, JsValue>> = const { RefCell::new(SortedMap::new()) };
}

/// Labels in a viewer's language and time zone.
pub struct IntlLabels {
    /// The language is `en-US`, whose labels and numbers need no `Intl`. Its first use takes a browser
    /// ten milliseconds, a tenth of a first picture.
    is_american: bool,
    locale: Option<String>,
    time_zone: Option<String>,
    zone: Zone,
    offset_secs: i64,
    numbers: NumberLocale,
    messages: Rc<Messages>,
}

impl IntlLabels {
    /// Labels for moments within `range`. `locale` and `time_zone` are BCP 47 and IANA
    /// names; what the browser does not know gives way to its own language and zone.
    pub fn new(
        range: TimeRange,
        locale: Option<&str>,
        time_zone: Option<&str>,
        messages: Rc<Messages>,
    ) -> Self {
        let is_american = is_american(locale);
        let locale = locale.filter(|name| knows_locale(name));
        let time_zone = time_zone.filter(|name| knows_zone(name)).map(str::to_owned);
        let zone = zone(range, time_zone.as_deref());
        Self {
            offset_secs: zone.local(range.start) - range.start,
            numbers: match is_american {
                true => NumberLocale::english(),
                false => number_locale(&locales(locale)),
            },
            is_american,
            locale: locale.map(str::to_owned),
            time_zone,
            zone,
            messages,
        }
    }

    fn format(&self, style: TimeStyle) -> Option<JsValue> {
        let (locale, time_zone) = (self.locale.as_deref(), self.time_zone.as_deref());
        date_format(locale, time_zone, style, self.offset_secs)
    }

    fn text(&self, secs: i64, style: TimeStyle) -> String {
        let american = || in_american_english(self.zone.local(secs), style);
        if let Some(text) = self.is_american.then(american).flatten() {
            return text;
        }
        // One formatter for both.
        let style = match style {
            TimeStyle::Hour => TimeStyle::Minute,
            style => style,
        };
        let parts = self.format(style).map(|format| parts(&format, secs));
        let Some(parts) = parts.filter(|parts| !parts.is_empty()) else {
            // Without any `Intl`: the moment in the form of ISO 8601.
            return match style {
                TimeStyle::ZoneName => String::new(),
                _ => format_moment(self.zone.local(secs)),
            };
        };
        if style == TimeStyle::ZoneName {
            return parts
                .into_iter()
                .find(|(kind, _)| kind == "timeZoneName")
                .map(|(_, name)| name)
                .unwrap_or_default();
        }
        // Some languages part the clock from its half of the day by narrow spaces that
        // many fonts lack.
        parts
            .into_iter()
            .map(|(_, text)| text)
            .collect::<String>()
            .replace('\u{202f}', " ")
    }
}

impl Labels for IntlLabels {
    fn time(&self, secs: i64, style: TimeStyle) -> String {
        self.text(secs, style)
    }

    fn zone(&self) -> &Zone {
        &self.zone
    }

    fn numbers(&self) -> &NumberLocale {
        &self.numbers
    }

    fn messages(&self) -> &Messages {
        &self.messages
    }
}

/// What `Intl.DateTimeFormat` is asked for; of a member that is `None`, nothing.
#[derive(Clone, Copy, Default, Serialize)]
#[serde(rename_all = "camelCase")]
struct DateTimeFormatOptions<'a> {
    year: Option<&'static str>,
    month: Option<&'static str>,
    day: Option<&'static str>,
    hour: Option<&'static str>,
    minute: Option<&'static str>,
    second: Option<&'static str>,
    time_zone_name: Option<&'static str>,
    time_style: Option<&'static str>,
    hour_cycle: Option<&'static str>,
    time_zone: Option<&'a str>,
}

fn options(style: TimeStyle, time_zone: Option<&str>) -> DateTimeFormatOptions<'_> {
    let (numeric, short) = (Some("numeric"), Some("short"));
    let mut options = DateTimeFormatOptions {
        time_zone,
        ..DateTimeFormatOptions::default()
    };
    if matches!(style, TimeStyle::YearStart | TimeStyle::LongDate) {
        options.year = numeric;
    }
    if matches!(
        style,
        TimeStyle::Day | TimeStyle::ShortDate | TimeStyle::LongDate
    ) {
        (options.month, options.day) = (short, numeric);
    }
    match style {
        // Whether an hour has two digits is the language's to say: 06:11 in Britain, 6:11 in Japan.
        TimeStyle::Minute => options.time_style = short,
        TimeStyle::Second => options.time_style = Some("medium"),
        TimeStyle::ZoneName => (options.hour, options.time_zone_name) = (numeric, short),
        _ => {}
    }
    options
}

/// A moment as a clock time; empty where the page's `Intl` fails.
pub fn clock_time(at_ms: f64, locale: Option<&str>, time_zone: Option<&str>) -> String {
    let locales = locale.map_or(JsValue::UNDEFINED, JsValue::from_str);
    let options = to_browser(&options(TimeStyle::Second, time_zone));
    // A wrong language or zone throws.
    let text = globals::date(at_ms).and_then(|date| {
        globals::call(&date, "toLocaleTimeString", &Array::of2(&locales, &options))?.as_string()
    });
    text.unwrap_or_default()
}

/// A stretch of time in words, in the largest unit that divides it: "30 minutes".
pub fn span(secs: i64, locale: Option<&str>) -> String {
    let units = [(DAY, "day"), (HOUR, "hour"), (MINUTE, "minute")];
    let fits = |(size, _): &(i64, &str)| secs % size == 0;
    let (size, unit) = units.into_iter().find(fits).unwrap_or((1, "second"));
    let options = [
        "{\"style\":\"unit\",\"unitDisplay\":\"long\",\"unit\":\"",
        unit,
        "\"}",
    ];
    let options = globals::from_json(&options.concat());
    let given = Array::of2(&locales(locale.filter(|name| knows_locale(name))), &options);
    // A browser without such units, or without `Intl`, throws.
    let text = globals::call_global("Intl", "NumberFormat", &given).and_then(|format| {
        globals::call(&format, "format", &Array::of1(&(secs / size).into()))?.as_string()
    });
    text.unwrap_or_else(|| Interval::from_secs(secs).to_string())
}

/// A zone or a language that the browser does not know.
pub fn unknown(attributes: &Attributes) -> Option<Error> {
    let wrong = |name, expected, text: &String| Error::config(name, expected, format!("`{text}`"));
    let zone = attributes
        .timezone
        .as_ref()
        .filter(|name| !knows_zone(name));
    let zone = zone.map(|name| wrong("timezone", "an IANA zone such as `Europe/Berlin`", name));
    let is_unknown = |name: &&String| !knows_locale(name);
    let locale = attributes.locale.as_ref().filter(is_unknown);
    zone.or_else(|| locale.map(|name| wrong("locale", "a language tag such as `de-AT`", name)))
}

/// The language of the chart, or else that of the browser.
fn is_american(locale: Option<&str>) -> bool {
    let browsers = || {
        let navigator = globals::member("navigator")?;
        let language = Reflect::get(&navigator, &"language".into()).ok()?;
        language.as_string()
    };
    match locale {
        Some(locale) => locale == AMERICAN,
        None => browsers().as_deref() == Some(AMERICAN),
    }
}

fn locales(known: Option<&str>) -> JsValue {
    known.map_or(JsValue::UNDEFINED, JsValue::from_str)
}

/// Offsets within a range and a day around it, as the browser knows them.
pub fn zone(range: TimeRange, time_zone: Option<&str>) -> Zone {
    if time_zone == Some(UTC) {
        return Zone::utc();
    }
    let range = range.held();
    let offset_at = offset_reader(time_zone);
    let (first, last) = (range.start - DAY, range.end + DAY);
    let step = SAMPLE_SECS.max((last - first) / MOST_SAMPLES);
    let mut known = offset_at(first);
    let mut offsets = vec![(first, known)];
    let mut at = first;
    while at < last {
        let next = (at + step).min(last);
        let offset = offset_at(next);
        if offset != known {
            offsets.push((first_with(offset, at, next, &offset_at), offset));
            known = offset;
        }
        at = next;
    }
    Zone::new(offsets)
}

/// The first second after `before` at which the offset is `offset`, known to hold at `until`.
fn first_with(offset: i32, before: i64, until: i64, offset_at: &dyn Fn(i64) -> i32) -> i64 {
    let (mut before, mut until) = (before, until);
    while until - before > 1 {
        let middle = before + (until - before) / 2;
        if offset_at(middle) == offset {
            until = middle;
        } else {
            before = middle;
        }
    }
    until
}

fn offset_reader(time_zone: Option<&str>) -> Box<dyn Fn(i64) -> i32> {
    let Some(name) = time_zone else {
        return Box::new(|secs| {
            let date = globals::date(secs as f64 * 1000.0);
            let west =
                date.and_then(|date| globals::call(&date, "getTimezoneOffset", &Array::new()));
            convert::int(-60.0 * globals::number(west).unwrap_or_default())
        });
    };
    let numeric = Some("numeric");
    let options = DateTimeFormatOptions {
        year: numeric,
        month: numeric,
        day: numeric,
        hour: numeric,
        minute: numeric,
        second: numeric,
        hour_cycle: Some("h23"),
        time_zone: Some(name),
        ..DateTimeFormatOptions::default()
    };
    let format = formatter("DateTimeFormat", &"en-US".into(), &to_browser(&options));
    Box::new(move |secs| {
        let parts = format.as_ref().map(|format| parts(format, secs));
        let parts = parts.unwrap_or_default();
        let field = |name: &str| {
            let mut found = parts.iter().filter(|(kind, _)| kind == name);
            found.find_map(|(_, text)| text.parse::<u32>().ok())
        };
        let small = |name: &str| field(name).and_then(|number| u8::try_from(number).ok());
        let offset = || {
            let days = days_from_civil(i64::from(field("year")?), small("month")?, small("day")?);
            let clock = (field("hour")? * 60 + field("minute")?) * 60 + field("second")?;
            i32::try_from(days * DAY + i64::from(clock) - secs).ok()
        };
        offset().unwrap_or_default()
    })
}

fn knows_zone(name: &str) -> bool {
    name == UTC || date_format(None, Some(name), TimeStyle::Second, 0).is_some()
}

fn knows_locale(name: &str) -> bool {
    name == AMERICAN || date_format(Some(name), None, TimeStyle::Second, 0).is_some()
}

/// `None` where the browser does not know the language or the zone, or the page's `Intl` makes none.
fn date_format(
    locale: Option<&str>,
    time_zone: Option<&str>,
    style: TimeStyle,
    offset_secs: i64,
) -> Option<JsValue> {
    let owned = (locale.map(str::to_owned), time_zone.map(str::to_owned));
    let key = (owned.0, owned.1, style, offset_secs);
    let known = FORMATS.with_borrow(|known| known.get(&key).cloned());
    known.or_else(|| {
        let options = to_browser(&options(style, time_zone));
        let made = formatter("DateTimeFormat", &locales(locale), &options)?;
        FORMATS.with_borrow_mut(|known| {
            if known.len() >= MOST_FORMATS {
                *known = SortedMap::new();
            }
            known.insert(key, made.clone());
        });
        Some(made)
    })
}

fn formatter(class: &str, locales: &JsValue, options: &JsValue) -> Option<JsValue> {
    globals::construct(
        &globals::member("Intl")?,
        class,
        &Array::of2(locales, options),
    )
}

fn number_locale(locales: &JsValue) -> NumberLocale {
    let Some(format) = formatter("NumberFormat", locales, &JsValue::UNDEFINED) else {
        return NumberLocale::english();
    };
    let english = NumberLocale::english();
    let large = number_parts(&format, 12_345_678.5);
    let first = |wanted: &str| {
        large
            .iter()
            .find(|(kind, _)| kind == wanted)
            .map(|(_, text)| text.clone())
    };
    let groups: Vec<usize> = large
        .iter()
        .filter(|(kind, _)| kind == "integer")
        .map(|(_, digits)| digits.chars().count())
        .collect();
    let groups_four_digits = number_parts(&format, 1_234.0)
        .iter()
        .any(|(kind, _)| kind == "group");
    NumberLocale {
        decimal: first("decimal").unwrap_or(english.decimal),
        group: first("group").unwrap_or_default(),
        min_grouping: if groups_four_digits { 1 } else { 2 },
        indian_groups: groups.get(1) == Some(&2),
        zero: number_parts(&format, 0.0)
            .first()
            .and_then(|(_, text)| text.chars().next())
            .unwrap_or(english.zero),
    }
}

fn number_parts(format: &JsValue, number: f64) -> Vec<(String, String)> {
    read(format, &number.into())
}

fn parts(format: &JsValue, secs: i64) -> Vec<(String, String)> {
    globals::date(secs as f64 * 1000.0)
        .map(|date| read(format, &date))
        .unwrap_or_default()
}

/// Kinds and texts; none where the page's `Intl` fails.
fn read(format: &JsValue, value: &JsValue) -> Vec<(String, String)> {
    let parts = globals::call(format, "formatToParts", &Array::of1(value));
    let parts = parts.and_then(|parts| parts.dyn_into::<Array>().ok());
    let field = |part: &JsValue, name: &str| Reflect::get(part, &name.into()).ok()?.as_string();
    let parts = parts.unwrap_or_default();
    let pairs = parts.iter().filter_map(|part| {
        let kind = field(&part, "type")?;
        Some((kind, field(&part, "value")?))
    });
    pairs.collect()
}
