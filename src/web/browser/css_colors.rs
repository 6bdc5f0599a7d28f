//! The colours of the page's options: CSS texts, told apart from what is none and resolved.

use crate::config::Options;
use crate::convert;
use crate::error::Error;
use crate::json::parse_f64;
use crate::palette::{Palette, Rgba};
use crate::web::browser::dom;
use js_sys::{Function, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{CanvasRenderingContext2d, HtmlCanvasElement};

/// Every colour must be one that the page knows, or outside of a page one that can be read.
pub fn check(options: &Options) -> Result<(), Error> {
    for (key, text) in options.color_texts() {
        let (is_color, expected) = match supports() {
            Some(supports) => (supports(text), "a CSS colour"),
            None => (plain(text).is_some(), "a colour such as `#3b82f6`"),
        };
        if !is_color {
            return Err(Error::config(key, expected, format!("`{text}`")));
        }
    }
    Ok(())
}

/// `base` with the host's colours in its place, each found by `resolve`. One that means
/// nothing where the chart stands leaves the colour it would replace.
pub fn palette(
    options: &Options,
    base: Palette,
    resolve: impl Fn(&str) -> Option<Rgba>,
) -> Palette {
    let slots = options.palette.iter().enumerate();
    let slots = slots.map(|(slot, text)| resolve(text).unwrap_or(base.color(slot)));
    let named = options.colors.iter();
    let named = named.filter_map(|(name, text)| Some((name.clone(), resolve(text)?)));
    let named = named.collect();
    Palette::new(slots.collect(), base.other())
        .unwrap_or(base)
        .with_named(named)
}

/// A colour without any element that it could depend on.
pub fn plain(text: &str) -> Option<Rgba> {
    Rgba::from_hex(text)
        .or_else(|| computed(text))
        .or_else(|| painted(text))
}

/// A computed colour in its common forms: `rgb(1, 2, 3)`, `rgba(1, 2, 3, 0.5)` or
/// `color(srgb 0.1 0.2 0.3 / 0.5)`.
pub fn computed(css: &str) -> Option<Rgba> {
    let (form, inside) = css.strip_suffix(')')?.split_once('(')?;
    let numbers: Vec<f64> = inside
        .strip_prefix("srgb")
        .unwrap_or(inside)
        .split([',', ' ', '/'])
        .filter(|part| !part.is_empty())
        .map(|part| parse_f64(part.as_bytes()))
        .collect::<Option<_>>()?;
    let scale = match form {
        "rgb" | "rgba" => 1.0,
        "color" => 255.0,
        _ => return None,
    };
    let (&[r, g, b], alpha) = numbers.split_first_chunk()?;
    let channel = |value: f64| convert::byte((value * scale).round());
    let alpha = alpha.first().copied().unwrap_or(1.0);
    Some(Rgba {
        r: channel(r),
        g: channel(g),
        b: channel(b),
        a: convert::byte((alpha * 255.0).round()),
    })
}

/// Any other form, by the pixel that the browser makes of it.
pub fn painted(css: &str) -> Option<Rgba> {
    if !supports()?(css) {
        return None;
    }
    let canvas = dom::create("canvas", "", "").ok()?;
    let canvas: HtmlCanvasElement = canvas.dyn_into().ok()?;
    let context = canvas.get_context("2d").ok()??;
    let context: CanvasRenderingContext2d = context.dyn_into().ok()?;
    // What cannot be painted (`var(--x)`) leaves the style as it was.
    context.set_fill_style_str("#01020304");
    let before = context.fill_style();
    context.set_fill_style_str(css);
    if context.fill_style() == before {
        return None;
    }
    context.fill_rect(0.0, 0.0, 1.0, 1.0);
    let pixel = context.get_image_data(0.0, 0.0, 1.0, 1.0).ok()?.data();
    match **pixel {
        [r, g, b, a] => Some(Rgba::new(r, g, b, a)),
        _ => None,
    }
}

/// The page's own `CSS.supports('color', ...)`.
fn supports() -> Option<impl Fn(&str) -> bool> {
    let css = Reflect::get(&js_sys::global(), &"CSS".into()).ok()?;
    let supports: Function = Reflect::get(&css, &"supports".into())
        .ok()?
        .dyn_into()
        .ok()?;
    Some(move |text: &str| {
        let known = supports.call2(&css, &JsValue::from_str("color"), &JsValue::from_str(text));
        known.is_ok_and(|known| known.is_truthy())
    })
}
