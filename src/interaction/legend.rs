//! A press on an entry of the legend.

/// What a press on a legend entry asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Press {
    /// Show or hide the series.
    Toggle,
    /// Show the series alone, or all again.
    Solo,
    /// Draw the earlier period of the series, or no longer.
    Earlier,
}

/// What a press means. `with_modifier`: Alt, Ctrl or Meta was held; `clicks` counts presses in a
/// row; `on_earlier`: it hit the entry's own button for the earlier period.
pub fn press(with_modifier: bool, clicks: i32, on_earlier: bool, is_stacked: bool) -> Press {
    match (on_earlier, is_stacked) {
        (true, false) => Press::Earlier,
        // In a stack an earlier period stands on nothing: its series is shown alone.
        (true, true) => Press::Solo,
        (false, _) if with_modifier || clicks == 2 => Press::Solo,
        (false, _) => Press::Toggle,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_press_asks_for() {
        for (with_modifier, clicks, on_earlier, is_stacked, expected) in [
            (false, 1, false, false, Press::Toggle),
            (false, 1, false, true, Press::Toggle),
            (true, 1, false, false, Press::Solo),
            (false, 2, false, true, Press::Solo),
            (false, 3, false, false, Press::Toggle),
            (false, 1, true, false, Press::Earlier),
            (true, 2, true, false, Press::Earlier),
            (false, 1, true, true, Press::Solo),
        ] {
            assert_eq!(
                press(with_modifier, clicks, on_earlier, is_stacked),
                expected
            );
        }
    }
}
