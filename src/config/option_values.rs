//! How the values of single options are read.

use super::base_url::base_url;
use super::reader::ConfigReader;
use super::{CacheOptions, Retry, SplitOptions, SplitPolicy};
use crate::error::Error;
use crate::json::Json;
use crate::messages::{MessageKey, Messages};

/// A link leads there, so that no other scheme may.
pub(super) fn web_address(key: &str, value: &ConfigReader) -> Result<String, Error> {
    let text = base_url(key, value.text()?)?;
    match text.starts_with("https://") || text.starts_with("http://") {
        true => Ok(text.to_owned()),
        false => Err(value.wrong("an address such as `https://sentry.io`")),
    }
}

pub(super) fn read_words(value: &ConfigReader) -> Result<Messages, Error> {
    let mut messages = Messages::default();
    for (name, text) in texts_by_name(value)? {
        let key = MessageKey::named(&name).ok_or_else(|| {
            let names = MessageKey::NAMES.get(2..).unwrap_or_default();
            let expected = ["one of ", names].concat();
            Error::config(format!("words.{name}"), expected, "an unknown key")
        })?;
        messages.replace(key, &text);
    }
    Ok(messages)
}

pub(super) fn texts_by_name(value: &ConfigReader) -> Result<Vec<(String, String)>, Error> {
    let mut texts = Vec::new();
    for (name, _) in value.object("an object of strings by name")? {
        if let Some(text) = value.member(name) {
            texts.push((name.clone(), text.text()?.to_owned()));
        }
    }
    Ok(texts)
}

pub(super) fn read_retry(value: &ConfigReader) -> Result<Retry, Error> {
    let default = Retry::default();
    if *value.json() == Json::Bool(false) {
        return Ok(Retry {
            attempts: 0,
            refused: [false; 3],
            ..default
        });
    }
    if value.json().as_number().is_some() {
        return Ok(Retry {
            attempts: value.whole(0..=20)?,
            ..default
        });
    }
    value.only_keys(
        "`false`, a number of attempts or an object",
        &["attempts", "baseMs", "capMs", "refusedMs", "refused"],
    )?;
    let whole = |name: &str, least: u32, most: u32, fallback: u32| {
        value
            .member(name)
            .map_or(Ok(fallback), |member| member.whole(least..=most))
    };
    Ok(Retry {
        attempts: whole("attempts", 0, 20, default.attempts)?,
        base_ms: whole("baseMs", 0, 600_000, default.base_ms)?,
        cap_ms: whole("capMs", 0, 3_600_000, default.cap_ms)?,
        refused_ms: whole("refusedMs", 1_000, 3_600_000, default.refused_ms)?,
        refused: match value.member("refused") {
            Some(statuses) => read_refused(&statuses)?,
            None => default.refused,
        },
    })
}

fn read_refused(statuses: &ConfigReader) -> Result<[bool; 3], Error> {
    let mut refused = [false; 3];
    for status in statuses.items("a list of statuses")? {
        let number = status.json().as_number();
        let is_it = |known: &u16| number == Some(f64::from(*known));
        let place = Retry::REFUSALS.iter().position(is_it);
        match place.and_then(|place| refused.get_mut(place)) {
            Some(again) => *again = true,
            None => return Err(status.wrong("401, 403 or 404")),
        }
    }
    Ok(refused)
}

pub(super) fn read_cache(value: &ConfigReader) -> Result<CacheOptions, Error> {
    let default = CacheOptions::default();
    if let Json::Bool(is_on) = *value.json() {
        return Ok(CacheOptions { is_on, ..default });
    }
    value.only_keys(
        "`true`, `false` or an object",
        &["maxBytes", "keepOnRefusal"],
    )?;
    Ok(CacheOptions {
        max_bytes: value
            .member("maxBytes")
            .map_or(Ok(default.max_bytes), |most| most.whole(0..=u32::MAX))?,
        keep_on_refusal: value
            .member("keepOnRefusal")
            .map_or(Ok(false), |keep| keep.flag())?,
        ..default
    })
}

pub(super) fn read_split(
    value: &ConfigReader,
    current: SplitOptions,
) -> Result<SplitOptions, Error> {
    value.only_keys("an object", &["policy", "save", "names", "server"])?;
    let flag = |name: &str, fallback: bool| {
        value
            .member(name)
            .map_or(Ok(fallback), |member| member.flag())
    };
    Ok(SplitOptions {
        policy: value
            .member("policy")
            .map_or(Ok(current.policy), |policy| {
                policy.one_of(&[
                    ("errors", SplitPolicy::Errors),
                    ("undecided", SplitPolicy::Undecided),
                ])
            })?,
        save: flag("save", current.save)?,
        names: flag("names", current.names)?,
        server: flag("server", current.server)?,
    })
}
