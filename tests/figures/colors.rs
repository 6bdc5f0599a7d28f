use events_stats_widget::palette::{Palette, Rgba};
use events_stats_widget::theme::Theme;

type Linear = [f64; 3];

/// Machado, Oliveira and Fernandes (2009), full severity, on linear sRGB.
const SIGHTS: [(&str, [Linear; 3]); 4] = [
    (
        "all hues",
        [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]],
    ),
    (
        "protanopia",
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ],
    ),
    (
        "deuteranopia",
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ],
    ),
    (
        "tritanopia",
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ],
    ),
];

fn linear(color: Rgba) -> Linear {
    [color.r, color.g, color.b].map(|channel| {
        let part = f64::from(channel) / 255.0;
        if part <= 0.04045 {
            part / 12.92
        } else {
            ((part + 0.055) / 1.055).powf(2.4)
        }
    })
}

fn seen(sight: &[Linear; 3], [r, g, b]: Linear) -> Linear {
    sight.map(|[x, y, z]| (x * r + y * g + z * b).clamp(0.0, 1.0))
}

fn oklab([r, g, b]: Linear) -> [f64; 3] {
    let l = (0.412_221_47 * r + 0.536_332_54 * g + 0.051_445_99 * b).cbrt();
    let m = (0.211_903_5 * r + 0.680_699_55 * g + 0.107_396_96 * b).cbrt();
    let s = (0.088_302_46 * r + 0.281_718_84 * g + 0.629_978_7 * b).cbrt();
    [
        0.210_454_26 * l + 0.793_617_79 * m - 0.004_072_05 * s,
        1.977_998_5 * l - 2.428_592_2 * m + 0.450_593_71 * s,
        0.025_904_04 * l + 0.782_771_77 * m - 0.808_675_77 * s,
    ]
}

fn distance(sight: &[Linear; 3], a: Rgba, b: Rgba) -> f64 {
    let [a, b] = [a, b].map(|color| oklab(seen(sight, linear(color))));
    let squares = a.iter().zip(b).map(|(a, b)| (a - b).powi(2));
    squares.sum::<f64>().sqrt() * 100.0
}

fn contrast(a: Rgba, b: Rgba) -> f64 {
    let [a, b] = [a, b].map(|color| {
        let [r, g, b] = linear(color);
        0.2126 * r + 0.7152 * g + 0.0722 * b + 0.05
    });
    a.max(b) / a.min(b)
}

#[test]
fn series_stay_apart_in_every_sight() {
    for palette in [Palette::light(), Palette::dark()] {
        let mut colors: Vec<Rgba> = (0..palette.len()).map(|slot| palette.color(slot)).collect();
        colors.push(palette.other());
        for (name, sight) in &SIGHTS {
            let least = if *name == "all hues" { 13.0 } else { 6.0 };
            for (index, a) in colors.iter().enumerate() {
                for b in &colors[..index] {
                    let distance = distance(sight, *a, *b);
                    assert!(
                        distance >= least,
                        "{name}: {a} and {b} are {distance:.1} apart"
                    );
                }
            }
        }
    }
}

/// Least contrast of text to what is behind it (WCAG 2.2, 1.4.3).
const TEXT: f64 = 4.5;
/// Least contrast of what a graphic cannot be read without (WCAG 2.2, 1.4.11).
const GRAPHIC: f64 = 3.0;

#[test]
fn colours_stand_out_from_their_page() {
    for theme in [Theme::light(), Theme::dark()] {
        for slot in 0..theme.palette.len() {
            let color = theme.palette.color(slot);
            assert!(contrast(color, theme.background) >= GRAPHIC, "{color}");
        }
        assert!(contrast(theme.text, theme.background) >= 7.0);
        assert!(contrast(theme.muted_text, theme.background) >= TEXT);
        assert!(contrast(theme.palette.other(), theme.background) >= GRAPHIC);
        assert!(contrast(theme.crosshair, theme.background) >= GRAPHIC);
    }
}

/// The element's own colours, from its styles: `--_name: var(--events-stats-name,
/// light-dark(#light, #dark))`.
struct Tokens {
    css: &'static str,
    /// 0 for light pages, 1 for dark ones.
    scheme: usize,
}

impl Tokens {
    fn color(&self, name: &str) -> Rgba {
        let rule = format!("  --_{name}: ");
        let (_, rest) = self.css.split_once(&rule).unwrap();
        let (_, pair) = rest.split_once("light-dark(").unwrap();
        let (pair, _) = pair.split_once(')').unwrap();
        let hex = pair.split(", ").nth(self.scheme).unwrap();
        Rgba::opaque(u32::from_str_radix(hex.trim_start_matches('#'), 16).unwrap())
    }
}

/// What is never to be read alone: borders, grid and axis lines.
const DECORATION: [&str; 3] = ["border", "grid", "axis"];

#[test]
fn the_elements_styles_can_be_read() {
    let css = include_str!("../../www/element/styles-frame.css");
    for (scheme, theme) in [Theme::light(), Theme::dark()].into_iter().enumerate() {
        let tokens = Tokens { css, scheme };
        let color = |name: &str| tokens.color(name);
        let holds = |what: &str, front: Rgba, back: Rgba, least: f64| {
            let found = contrast(front, back);
            assert!(
                found >= least,
                "{scheme}: {what}, {front} on {back}: {found:.2} is less than {least}"
            );
        };
        let [page, raised, hovered] = ["background", "raised", "grid"].map(color);
        for name in [
            "text", "muted", "accent", "error", "warning", "better", "worse",
        ] {
            holds(name, color(name), page, TEXT);
            holds(name, color(name), raised, TEXT);
        }
        for name in ["text", "muted"] {
            holds(name, color(name), hovered, TEXT);
        }
        // The mix of a notice: a tenth of the warning's colour.
        let notice = page.mix(color("warning"), 28);
        holds("notice", color("text"), notice, TEXT);
        holds("notice", color("warning"), notice, GRAPHIC);
        holds("pressed", color("on-accent"), color("accent"), TEXT);
        holds("crosshair", color("crosshair"), page, GRAPHIC);
        holds("other", theme.palette.other(), page, GRAPHIC);
        for slot in 0..theme.palette.len() {
            holds("series", theme.palette.color(slot), page, GRAPHIC);
        }
        for name in DECORATION {
            assert!(contrast(color(name), page) < GRAPHIC, "{name} is quiet");
        }
    }
}

#[test]
fn an_earlier_period_is_fainter_but_visible() {
    for theme in [Theme::light(), Theme::dark()] {
        for slot in 0..theme.palette.len() {
            let color = theme.palette.color(slot);
            let faint = theme.earlier(color);
            let (now, then) = (
                contrast(color, theme.background),
                contrast(faint, theme.background),
            );
            assert!(then < now && then >= 1.35, "{color} {faint} {then:.2}");
        }
    }
}
