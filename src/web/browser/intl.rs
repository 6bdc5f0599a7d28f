//! Labels and zone rules from the browser's own `Intl`: the module carries no
//! time-zone database, and of languages only American English, whose first label need not wait.

mod formats;
mod zones;

pub use zones::zone;

use crate::config::Attributes;
use crate::error::Error;
use crate::format::{Labels, NumberLocale, TimeStyle, in_american_english};
use crate::messages::Messages;
use crate::substring;
use crate::time::{DAY, HOUR, Interval, MINUTE, TimeRange, Zone, format_moment};
use crate::web::browser::globals;
use crate::web::js_value::to_browser;
use formats::{
    AMERICAN, date_format, knows_locale, knows_zone, locales, number_locale, options, parts,
};
use js_sys::{Array, Reflect};
use std::rc::Rc;
use wasm_bindgen::JsValue;

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
        let texts: Vec<String> = parts.into_iter().map(|(_, text)| text).collect();
        substring::replace(&texts.concat(), "\u{202f}", " ")
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

/// A moment as a clock time; empty where the page's `Intl` fails.
pub fn clock_time(at_ms: f64, locale: Option<&str>, time_zone: Option<&str>) -> String {
    let (locales, options) = (
        locales(locale),
        to_browser(&options(TimeStyle::Second, time_zone)),
    );
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
