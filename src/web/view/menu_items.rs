//! What the menu offers, and what its items do.

use super::data_table::TABLE_MARK;
use crate::messages::MessageKey;
use crate::web::browser::dom;
use crate::web::browser::globals;
use crate::web::page::options;
use gloo_timers::callback::Timeout;
use js_sys::{Array, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::HtmlElement;

/// How long a browser may take to begin a download, in milliseconds.
const DOWNLOAD_MS: u32 = 60_000;
/// Longest name of a file, in characters.
const LONGEST_FILE_NAME: usize = 80;

/// Sharp on whatever screen it is looked at.
const PNG_SIZE: &str = r#"{"scale":2}"#;

/// One thing to do with a chart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Item {
    Refresh,
    Table,
    Interval,
    Legend,
    CopyData,
    Csv,
    Png,
    Svg,
    FullScreen,
    Sentry,
    Inspect,
}

impl Item {
    const ALL: [Item; 11] = [
        Item::Refresh,
        Item::Table,
        Item::Interval,
        Item::Legend,
        Item::CopyData,
        Item::Csv,
        Item::Png,
        Item::Svg,
        Item::FullScreen,
        Item::Sentry,
        Item::Inspect,
    ];

    /// Its name in the `menu` attribute, in metrics, and what stands on it.
    fn facts(self) -> (&'static str, &'static str, MessageKey) {
        match self {
            Item::Refresh => ("refresh", "refresh", MessageKey::Refresh),
            Item::Table => ("table", "toggle_table", MessageKey::ViewTable),
            Item::Interval => ("interval", "choose_interval", MessageKey::Interval),
            Item::Legend => ("legend", "turn_legend", MessageKey::LegendTable),
            Item::CopyData => ("copy", "copy_data", MessageKey::CopyData),
            Item::Csv => ("csv", "download_csv", MessageKey::DownloadCsv),
            Item::Png => ("png", "download_png", MessageKey::DownloadPng),
            Item::Svg => ("svg", "download_svg", MessageKey::DownloadSvg),
            Item::FullScreen => ("full-screen", "full_screen", MessageKey::FullScreen),
            Item::Sentry => ("sentry", "open_sentry", MessageKey::OpenInSentry),
            Item::Inspect => ("inspect", "inspect", MessageKey::Inspect),
        }
    }

    /// As the `menu` attribute names it.
    pub(super) fn name(self) -> &'static str {
        self.facts().0
    }

    /// As the metrics name it.
    pub(super) fn command(self) -> &'static str {
        self.facts().1
    }
}

/// What a widget's menu has.
pub(super) struct Offer {
    pub(super) items: Vec<Item>,
    /// What is wrong with the `menu` attribute.
    pub(super) fault: Option<String>,
}

/// All items, or those that the element's `menu` attribute names, in its order.
pub(super) fn offered(inside: &HtmlElement) -> Offer {
    let wanted = element_of(inside)
        .and_then(|element| globals::call(&element, "getAttribute", &Array::of1(&"menu".into())))
        .and_then(|wanted| wanted.as_string());
    let named = |name: &str| Item::ALL.into_iter().find(|item| item.name() == name);
    let mut offer = Offer {
        items: Vec::new(),
        fault: None,
    };
    let wanted = wanted.unwrap_or_default();
    for name in wanted.split([' ', ',']).filter(|name| !name.is_empty()) {
        match named(name) {
            Some(item) => offer.items.push(item),
            None => {
                let names = Item::ALL.map(Item::name).join(", ");
                offer.fault = Some(format!("menu: expected {names}, found \"{name}\""));
            }
        }
    }
    if offer.items.is_empty() {
        offer.items.extend(Item::ALL);
    }
    let is_chart = is_table(inside) || has_part(inside, ".chart:not([hidden])");
    let knows_sentry = options::usable().sentry_url.is_some();
    offer.items.retain(|item| match item {
        Item::Table => is_chart,
        Item::Interval => is_chart && !has_given_response(inside),
        Item::Legend => has_part(inside, ".legend:not(:empty)"),
        // A table or a number has no picture.
        Item::Png | Item::Svg => is_chart,
        Item::Sentry => knows_sentry,
        _ => true,
    });
    offer
}

/// What stands on an item.
pub(super) fn label(item: Item, inside: &HtmlElement) -> String {
    let options = options::usable();
    let message = match item {
        Item::Table if is_table(inside) => MessageKey::ViewChart,
        Item::Legend if has_part(inside, ".legend[data-columns]") => MessageKey::LegendList,
        item => item.facts().2,
    };
    options.messages.text(message).to_owned()
}

/// Whether the widget has a part that a selector finds.
fn has_part(inside: &HtmlElement, selector: &str) -> bool {
    let widget = inside.closest(".widget").ok().flatten();
    let part = Array::of1(&selector.into());
    let found = widget.and_then(|widget| globals::call(&widget, "querySelector", &part));
    found.is_some_and(|found| found.is_object())
}

/// An answer that the page gave has the buckets that it has.
fn has_given_response(inside: &HtmlElement) -> bool {
    let response = element_of(inside).and_then(|it| Reflect::get(&it, &"response".into()).ok());
    response.is_some_and(|response| !response.is_undefined())
}

/// Whether the data of the chart stands in its place.
fn is_table(inside: &HtmlElement) -> bool {
    matches!(inside.closest(&format!("[{TABLE_MARK}]")), Ok(Some(_)))
}

/// Does what an item says, by the element's own methods.
pub(super) async fn carry_out(item: Item, inside: &HtmlElement) -> Result<(), JsValue> {
    let element = element_of(inside).unwrap_or_default();
    let (object, method) = match item {
        Item::CopyData | Item::Csv => (element.clone(), "toCsv"),
        Item::Svg => (element.clone(), "toSvg"),
        Item::Png => (element.clone(), "toPng"),
        Item::FullScreen => full_screen(&element),
        _ => return Ok(()),
    };
    let given = match item {
        Item::Png => Array::of1(&globals::from_json(PNG_SIZE)),
        _ => Array::new(),
    };
    let answer = answer_of(&object, method, &given).await?;
    match item {
        Item::CopyData => to_clipboard(&answer).await,
        Item::Csv => save(&element, &answer, "csv", "text/csv"),
        Item::Svg => save(&element, &answer, "svg", "image/svg+xml"),
        Item::Png => save(&element, &answer, "png", "image/png"),
        _ => Ok(()),
    }
}

/// Into the full screen, or out of it.
fn full_screen(element: &JsValue) -> (JsValue, &'static str) {
    let document = globals::member("document").unwrap_or_default();
    let shown = Reflect::get(&document, &"fullscreenElement".into());
    match shown.as_ref() == Ok(element) {
        true => (document, "exitFullscreen"),
        false => (element.clone(), "requestFullscreen"),
    }
}

/// The element whose shadow root something stands in.
fn element_of(inside: &HtmlElement) -> Option<JsValue> {
    let root = globals::call(inside, "getRootNode", &Array::new())?;
    Reflect::get(&root, &"host".into()).ok()
}

/// What a method promises.
async fn answer_of(object: &JsValue, name: &str, given: &Array) -> Result<JsValue, JsValue> {
    let missing = || JsValue::from_str(&format!("the browser offers no {name} here"));
    let method = globals::method(object, name).ok_or_else(missing)?;
    let promise: Promise = method.apply(object, given)?.dyn_into()?;
    JsFuture::from(promise).await
}

/// Puts a text into the clipboard. Pages without TLS have none.
pub(super) async fn to_clipboard(text: &JsValue) -> Result<(), JsValue> {
    let navigator = globals::member("navigator").unwrap_or_default();
    let clipboard = Reflect::get(&navigator, &"clipboard".into())?;
    if !clipboard.is_object() {
        return Err("This page may not write to the clipboard: that takes HTTPS.".into());
    }
    answer_of(&clipboard, "writeText", &Array::of1(text))
        .await
        .map(drop)
}

/// Has the browser save a text or a blob, by the title of its chart.
fn save(
    element: &JsValue,
    content: &JsValue,
    extension: &str,
    media_type: &str,
) -> Result<(), JsValue> {
    let failed = || JsValue::from_str("this browser saves no files from here");
    let global = js_sys::global();
    let options = globals::from_json(&[r#"{"type":""#, media_type, r#""}"#].concat());
    let blob = match content.is_string() {
        true => {
            let has_mark = extension == "csv" && options::usable().csv_byte_order_mark;
            let mark = if has_mark { "\u{feff}" } else { "" };
            let parts = Array::of2(&mark.into(), content);
            globals::construct(&global, "Blob", &Array::of2(&parts, &options)).ok_or_else(failed)?
        }
        false => content.clone(),
    };
    let url = globals::call_global("URL", "createObjectURL", &Array::of1(&blob))
        .and_then(|url| url.as_string())
        .ok_or_else(failed)?;
    let link = dom::create("a", "", "").map_err(|_| failed())?;
    dom::set(&link, "href", &url);
    let name = format!("{}.{extension}", file_name(&title_of(element)));
    dom::set(&link, "download", &name);
    globals::call(&link, "click", &Array::new());
    Timeout::new(DOWNLOAD_MS, move || {
        drop(globals::call_global(
            "URL",
            "revokeObjectURL",
            &Array::of1(&url.into()),
        ));
    })
    .forget();
    Ok(())
}

fn title_of(element: &JsValue) -> String {
    let root = Reflect::get(element, &"shadowRoot".into()).unwrap_or_default();
    let title = globals::call(&root, "querySelector", &Array::of1(&".title".into()));
    let text = title.and_then(|title| Reflect::get(&title, &"textContent".into()).ok());
    text.and_then(|text| text.as_string()).unwrap_or_default()
}

/// A title as the name of a file, without what file systems refuse.
fn file_name(title: &str) -> String {
    let is_refused = |letter: char| letter <= ' ' || "\\/:*?\"<>|.".contains(letter);
    let parts = title.split(is_refused).filter(|part| !part.is_empty());
    let name: Vec<&str> = parts.collect();
    let name: String = name.join("-").chars().take(LONGEST_FILE_NAME).collect();
    match name.is_empty() {
        true => "chart".to_owned(),
        false => name,
    }
}
