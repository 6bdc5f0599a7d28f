//! The page-wide options of `configure({...})`.
//!
//! What is no data (functions) is taken out by the edge; here its key is known and its
//! value left alone.

use super::annotation::{Annotation, read_annotations};
use super::base_url::base_url;
use super::metrics::MetricsOptions;
use super::option_values::{
    read_cache, read_retry, read_split, read_words, texts_by_name, web_address,
};
use super::reader::{ConfigReader, names_of};
use crate::error::Error;
use crate::json::Json;
use crate::messages::Messages;
use crate::substring;
use std::rc::Rc;

/// What the split decides when both sides have data, or neither has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum SplitPolicy {
    /// Errors, marked as forced (Sentry: newest).
    #[default]
    Errors,
    /// Both: stay mixed. Neither: ask again next time (Sentry: 2024).
    Undecided,
}

/// Options of the errors/transactions split.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SplitOptions {
    /// `policy`: `errors` or `undecided`.
    pub policy: SplitPolicy,
    /// `save`: write decisions to the dashboard.
    pub save: bool,
    /// `names`: decide from field names where they are conclusive.
    pub names: bool,
    /// `server`: send the widget's id, so that the server splits and saves.
    pub server: bool,
}

impl Default for SplitOptions {
    fn default() -> Self {
        Self {
            policy: SplitPolicy::Errors,
            save: false,
            names: true,
            server: false,
        }
    }
}

/// How failed requests are asked again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Retry {
    /// `attempts`: how often after the first.
    pub attempts: u32,
    /// `baseMs`: the first wait; each later one is twice as long, with jitter.
    pub base_ms: u32,
    /// `capMs`: the longest wait.
    pub cap_ms: u32,
    /// `refusedMs`: how long after a refusal it is asked again; a longer refresh interval
    /// counts in its place.
    pub refused_ms: u32,
    /// `refused`: which of [`Retry::REFUSALS`] are asked again at all.
    pub refused: [bool; 3],
}

impl Retry {
    /// Statuses that end the refresh: the same question would be refused again.
    pub const REFUSALS: [u16; 3] = [401, 403, 404];

    /// After how many milliseconds a refusal is asked again, where the refresh interval is
    /// `interval_ms`; 0 for never.
    pub fn refused_interval_ms(&self, error: &Error, interval_ms: u64) -> u64 {
        let mut refusals = Self::REFUSALS.iter().zip(self.refused);
        match refusals.any(|(status, again)| again && error.status() == Some(*status)) {
            true => interval_ms.max(self.refused_ms.into()),
            false => 0,
        }
    }
}

impl Default for Retry {
    fn default() -> Self {
        Self {
            attempts: 4,
            base_ms: 1_000,
            cap_ms: 30_000,
            refused_ms: 180_000,
            refused: [false, false, true],
        }
    }
}

/// Whether and how answers are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CacheOptions {
    /// `false` keeps nothing; `true` keeps answers in memory, and in the browser's database
    /// too where `cacheKey` is set.
    pub is_on: bool,
    /// `maxBytes`: all answers together, in memory and in the database each.
    pub max_bytes: u32,
    /// `keepOnRefusal`: what is shown and kept outlives a 401 or a 403.
    pub keep_on_refusal: bool,
}

impl Default for CacheOptions {
    fn default() -> Self {
        Self {
            is_on: true,
            max_bytes: 16 * 1024 * 1024,
            keep_on_refusal: false,
        }
    }
}

/// Who draws series.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum PainterOption {
    /// Whoever is faster for the series at hand.
    #[default]
    Auto,
    /// Canvas strokes.
    Strokes,
    /// The coverage raster.
    Raster,
}

/// The options of a page.
#[derive(Clone, Debug, PartialEq)]
pub struct Options {
    /// `baseUrl`
    pub base_url: Option<String>,
    /// `fetchOrigins`: where the page's own `fetch` is used besides the origin of `baseUrl`.
    pub fetch_origins: Vec<String>,
    /// `org`
    pub org: Option<String>,
    /// `widgets`: configurations by widget id, read when asked for.
    pub widgets: Vec<(String, Json)>,
    /// `concurrency`: requests under way per origin.
    pub concurrency: u32,
    /// `timeoutMs`: time limit per request.
    pub timeout_ms: u32,
    /// `maxBytes`: size limit per body.
    pub max_bytes: u32,
    /// `retry`
    pub retry: Retry,
    /// `cache`
    pub cache: CacheOptions,
    /// `cacheKey`: names the signed-in user; answers are kept for longer only with it.
    pub cache_key: Option<String>,
    /// `split`
    pub split: SplitOptions,
    /// `words`: texts by name, in place of the built-in ones.
    pub messages: Rc<Messages>,
    /// `palette`: series colours in order.
    pub palette: Vec<String>,
    /// `palette` as an object: colours by series key.
    pub colors: Vec<(String, String)>,
    /// `annotations`: marks on all charts.
    pub annotations: Vec<Annotation>,
    /// `painter`
    pub painter: PainterOption,
    /// `sentryUrl`: where Sentry itself shows events.
    pub sentry_url: Option<String>,
    /// `csvByteOrderMark`: files of values begin with one, by which Excel knows UTF-8.
    pub csv_byte_order_mark: bool,
    /// `testMode`: refreshes may come every second. For tests of a page.
    pub test_mode: bool,
    /// `metrics`
    pub metrics: Rc<MetricsOptions>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            base_url: None,
            fetch_origins: Vec::new(),
            org: None,
            widgets: Vec::new(),
            // Sentry's own dashboards ask so many at a time.
            concurrency: 5,
            timeout_ms: 60_000,
            max_bytes: 64 * 1024 * 1024,
            retry: Retry::default(),
            cache: CacheOptions::default(),
            cache_key: None,
            split: SplitOptions::default(),
            messages: Rc::default(),
            palette: Vec::new(),
            colors: Vec::new(),
            annotations: Vec::new(),
            painter: PainterOption::Auto,
            sentry_url: None,
            csv_byte_order_mark: false,
            test_mode: false,
            metrics: Rc::default(),
        }
    }
}

const KEYS: &[(&str, ())] = &[
    ("annotations", ()),
    ("baseUrl", ()),
    ("cache", ()),
    ("cacheKey", ()),
    ("concurrency", ()),
    ("csvByteOrderMark", ()),
    ("fetch", ()),
    ("fetchOrigins", ()),
    ("maxBytes", ()),
    ("metrics", ()),
    ("org", ()),
    ("painter", ()),
    ("palette", ()),
    ("retry", ()),
    ("sentryUrl", ()),
    ("split", ()),
    ("testMode", ()),
    ("timeoutMs", ()),
    ("widgets", ()),
    ("words", ()),
];

impl Options {
    /// These options with those of `json` over them; keys that `json` lacks stay, and
    /// null puts a key back to its default. A wrong one changes nothing at all.
    pub fn with(&self, json: &Json) -> Result<Self, Error> {
        let root = ConfigReader::root(json, "");
        let mut changed = self.clone();
        for (key, value) in root.object("an object of options")? {
            if !KEYS.iter().any(|(known, ())| known == key) {
                return Err(Error::config(
                    key.as_str(),
                    names_of(KEYS),
                    "an unknown key",
                ));
            }
            match value {
                Json::Null => changed.reset(key),
                _ => changed.set(key, &ConfigReader::root(value, key))?,
            }
        }
        Ok(changed)
    }

    /// The configuration for a widget id, where the page gave one.
    pub fn widget(&self, id: &str) -> Option<&Json> {
        self.widgets
            .iter()
            .rev()
            .find(|(known, _)| known == id)
            .map(|(_, json)| json)
    }

    fn set(&mut self, key: &str, value: &ConfigReader) -> Result<(), Error> {
        match key {
            "baseUrl" => self.base_url = Some(base_url(key, value.text()?)?.to_owned()),
            "fetchOrigins" => {
                let origins = value.texts()?;
                for origin in &origins {
                    // A bare host would be read as a path of the page's own origin.
                    if substring::find(base_url(key, origin)?, "://").is_none() {
                        return Err(value.wrong("origins such as `https://sentry.example`"));
                    }
                }
                self.fetch_origins = origins;
            }
            "org" => self.org = Some(value.id()?),
            "sentryUrl" => self.sentry_url = Some(web_address(key, value)?),
            "cacheKey" => self.cache_key = Some(value.text()?.to_owned()),
            "concurrency" => self.concurrency = value.whole(1..=100)?,
            "timeoutMs" => self.timeout_ms = value.whole(1..=3_600_000)?,
            "maxBytes" => self.max_bytes = value.whole(1..=u32::MAX)?,
            "cache" => self.cache = read_cache(value)?,
            "painter" => {
                self.painter = value.one_of(&[
                    ("auto", PainterOption::Auto),
                    ("strokes", PainterOption::Strokes),
                    ("raster", PainterOption::Raster),
                ])?;
            }
            "widgets" => self.widgets = value.object("an object of widgets by id")?.to_vec(),
            "words" => self.messages = Rc::new(read_words(value)?),
            "csvByteOrderMark" => self.csv_byte_order_mark = value.flag()?,
            "testMode" => self.test_mode = value.flag()?,
            "palette" => self.set_palette(value)?,
            "annotations" => self.annotations = read_annotations(value)?,
            "retry" => self.retry = read_retry(value)?,
            "split" => self.split = read_split(value, self.split)?,
            "metrics" => self.metrics = Rc::new(MetricsOptions::read(value)?),
            _ => {}
        }
        Ok(())
    }

    fn reset(&mut self, key: &str) {
        let default = Self::default();
        match key {
            "baseUrl" => self.base_url = None,
            "fetchOrigins" => self.fetch_origins.clear(),
            "org" => self.org = None,
            "sentryUrl" => self.sentry_url = None,
            "cacheKey" => self.cache_key = None,
            "concurrency" => self.concurrency = default.concurrency,
            "timeoutMs" => self.timeout_ms = default.timeout_ms,
            "maxBytes" => self.max_bytes = default.max_bytes,
            "cache" => self.cache = default.cache,
            "painter" => self.painter = default.painter,
            "annotations" => self.annotations.clear(),
            "widgets" => self.widgets.clear(),
            "words" => self.messages = default.messages,
            "csvByteOrderMark" => self.csv_byte_order_mark = default.csv_byte_order_mark,
            "testMode" => self.test_mode = default.test_mode,
            "palette" => {
                self.palette.clear();
                self.colors.clear();
            }
            "retry" => self.retry = default.retry,
            "split" => self.split = default.split,
            "metrics" => self.metrics = default.metrics,
            _ => {}
        }
    }

    /// Whether the same is asked under these options: how it looks is no part of that.
    pub fn asks_like(&self, other: &Self) -> bool {
        let limits = |of: &Self| [of.concurrency, of.timeout_ms, of.max_bytes];
        self.base_url == other.base_url
            && self.org == other.org
            && self.widgets == other.widgets
            && limits(self) == limits(other)
            && self.retry == other.retry
            && self.cache == other.cache
            && self.cache_key == other.cache_key
            && self.split == other.split
    }

    /// Each colour, by the key that errors name it with.
    pub fn color_texts(&self) -> impl Iterator<Item = (String, &str)> {
        let slots = self.palette.iter().enumerate();
        let slots = slots.map(|(index, text)| (format!("palette[{index}]"), text.as_str()));
        let named = self.colors.iter();
        let named = named.map(|(name, text)| (format!("palette.{name}"), text.as_str()));
        slots.chain(named)
    }

    fn set_palette(&mut self, value: &ConfigReader) -> Result<(), Error> {
        match value.json() {
            Json::List(_) => self.palette = value.texts()?,
            Json::Object(_) => self.colors = texts_by_name(value)?,
            _ => return Err(value.wrong("a list of colours, or an object of colours by series")),
        }
        Ok(())
    }
}
