//! The browser's formatters of moments and numbers, and what they say.

use crate::format::{NumberLocale, TimeStyle};
use crate::sorted::SortedMap;
use crate::web::browser::globals;
use crate::web::js_value::to_browser;
use js_sys::{Array, Reflect};
use serde::Serialize;
use std::cell::RefCell;
use wasm_bindgen::{JsCast, JsValue};

pub(super) const AMERICAN: &str = "en-US";
pub(super) const UTC: &str = "UTC";

/// Kept formatters, at most: a page has few languages and zones.
const MOST_FORMATS: usize = 100;

/// Language, zone, what is shown, and the offset of the viewer's own zone, which may change while a page is open.
type FormatKey = (Option<String>, Option<String>, TimeStyle, i64);

thread_local! {
    /// Of all charts: to make one takes a browser longer than many labels.
    static FORMATS: RefCell<SortedMap<FormatKey, JsValue>> = const { RefCell::new(SortedMap::new()) };
}

/// What `Intl.DateTimeFormat` is asked for; of a member that is `None`, nothing.
#[derive(Clone, Copy, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct DateTimeFormatOptions<'a> {
    pub(super) year: Option<&'static str>,
    pub(super) month: Option<&'static str>,
    pub(super) day: Option<&'static str>,
    pub(super) hour: Option<&'static str>,
    pub(super) minute: Option<&'static str>,
    pub(super) second: Option<&'static str>,
    pub(super) time_zone_name: Option<&'static str>,
    pub(super) time_style: Option<&'static str>,
    pub(super) hour_cycle: Option<&'static str>,
    pub(super) time_zone: Option<&'a str>,
}

pub(super) fn options(style: TimeStyle, time_zone: Option<&str>) -> DateTimeFormatOptions<'_> {
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

pub(super) fn locales(known: Option<&str>) -> JsValue {
    known.map_or(JsValue::UNDEFINED, JsValue::from_str)
}

pub(super) fn knows_zone(name: &str) -> bool {
    name == UTC || date_format(None, Some(name), TimeStyle::Second, 0).is_some()
}

pub(super) fn knows_locale(name: &str) -> bool {
    name == AMERICAN || date_format(Some(name), None, TimeStyle::Second, 0).is_some()
}

/// `None` where the browser does not know the language or the zone, or the page's `Intl` makes none.
pub(super) fn date_format(
    locale: Option<&str>,
    time_zone: Option<&str>,
    style: TimeStyle,
    offset_secs: i64,
) -> Option<JsValue> {
    let owned = |name: Option<&str>| name.map(str::to_owned);
    let key = (owned(locale), owned(time_zone), style, offset_secs);
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

pub(super) fn formatter(class: &str, locales: &JsValue, options: &JsValue) -> Option<JsValue> {
    globals::construct(
        &globals::member("Intl")?,
        class,
        &Array::of2(locales, options),
    )
}

pub(super) fn number_locale(locales: &JsValue) -> NumberLocale {
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

pub(super) fn parts(format: &JsValue, secs: i64) -> Vec<(String, String)> {
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
