//! A press on an entry of the legend, and the way from one to the next.

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

/// Where a key goes from the button at `at` of `count`, by its name in `KeyboardEvent.key`: all
/// buttons of a legend are one tab stop. `None` where it is none of ours.
pub fn step(name: &str, at: usize, count: usize) -> Option<usize> {
    let last = count.checked_sub(1)?;
    Some(match name {
        "ArrowRight" | "ArrowDown" if at >= last => 0,
        "ArrowRight" | "ArrowDown" => at + 1,
        "ArrowLeft" | "ArrowUp" => at.checked_sub(1).unwrap_or(last),
        "Home" => 0,
        "End" => last,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrows_go_round_the_entries() {
        for (name, at, expected) in [
            ("ArrowRight", 0, Some(1)),
            ("ArrowDown", 2, Some(0)),
            ("ArrowLeft", 0, Some(2)),
            ("ArrowUp", 2, Some(1)),
            ("Home", 2, Some(0)),
            ("End", 0, Some(2)),
            ("Enter", 0, None),
            ("Tab", 0, None),
        ] {
            assert_eq!(step(name, at, 3), expected, "{name}");
        }
        assert_eq!(step("End", 0, 0), None);
    }

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
