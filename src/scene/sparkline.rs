//! A line without axes, as SVG path data.

use crate::json::format_f64;

/// The box that the paths are in, as SVG has it: they are stretched to the place they have.
pub const SPARKLINE_BOX: &str = "0 0 100 100";

const SIDE: f64 = 100.0;

/// The line of `values` and the area below it, from zero on, or from the lowest value where none is
/// below half of the highest: what hardly moves would show nothing. A value that is NaN is a gap.
/// `None` where there are too few values for a line.
pub fn sparkline(values: &[f64]) -> Option<[String; 2]> {
    let step = SIDE / values.len().checked_sub(1).filter(|steps| *steps > 0)? as f64;
    let (mut lowest, mut highest) = (f64::INFINITY, 0.0_f64);
    for value in values {
        (lowest, highest) = (lowest.min(*value), highest.max(*value));
    }
    if lowest <= highest / 2.0 || lowest == highest {
        lowest = lowest.min(0.0);
    }
    if lowest == highest {
        highest = 1.0;
    }
    let floor = lowest.max(0.0);
    let y = |value: f64| (highest - value) / (highest - lowest) * SIDE;
    let [mut line, mut area] = [String::new(), String::new()];
    let mut is_in_run = false;
    for (index, value) in values.iter().enumerate() {
        let x = index as f64 * step;
        if value.is_nan() {
            if is_in_run {
                add(&mut area, 'V', &[y(floor)]);
                area.push('Z');
            }
            is_in_run = false;
            continue;
        }
        match is_in_run {
            true => add(&mut line, 'L', &[x, y(*value)]),
            false => {
                add(&mut line, 'M', &[x, y(*value)]);
                // What stands alone is a dot.
                line.push_str("h0");
                add(&mut area, 'M', &[x, y(floor)]);
            }
        }
        add(&mut area, 'L', &[x, y(*value)]);
        is_in_run = true;
    }
    add(&mut area, 'V', &[y(floor)]);
    (!line.is_empty()).then_some([line, area])
}

fn add(path: &mut String, command: char, numbers: &[f64]) {
    path.push(command);
    for (index, number) in numbers.iter().enumerate() {
        if index > 0 {
            path.push(' ');
        }
        path.push_str(&format_f64((number * 100.0).round() / 100.0));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_goes_from_side_to_side_and_from_zero_up() {
        let [line, area] = sparkline(&[0.0, 4.0, 1.0]).unwrap();
        assert_eq!(line, "M0 100h0L50 0L100 75");
        assert_eq!(area, "M0 100L0 100L50 0L100 75V100");
    }

    #[test]
    fn a_gap_stays_empty_and_a_lone_value_is_a_dot() {
        let [line, area] = sparkline(&[2.0, f64::NAN, 1.0, 2.0]).unwrap();
        assert_eq!(line, "M0 0h0M66.67 50h0L100 0");
        assert_eq!(area, "M0 100L0 0V100ZM66.67 100L66.67 50L100 0V100");
    }

    #[test]
    fn values_below_zero_hang_from_it() {
        let [line, _] = sparkline(&[-1.0, 1.0]).unwrap();
        assert_eq!(line, "M0 100h0L100 0");
        let [_, area] = sparkline(&[-2.0, -1.0]).unwrap();
        assert_eq!(area, "M0 0L0 100L100 50V0");
    }

    #[test]
    fn what_stays_high_is_shown_from_its_lowest_value_on() {
        let [line, area] = sparkline(&[98.0, 100.0, 99.0]).unwrap();
        assert_eq!(line, "M0 100h0L50 0L100 50");
        assert_eq!(area, "M0 100L0 100L50 0L100 50V100");
        let [line, _] = sparkline(&[100.0, 100.0]).unwrap();
        assert_eq!(line, "M0 0h0L100 0");
    }

    #[test]
    fn nothing_but_zeros_is_a_line_at_the_bottom() {
        let [line, _] = sparkline(&[0.0, 0.0]).unwrap();
        assert_eq!(line, "M0 100h0L100 100");
    }

    #[test]
    fn there_is_no_line_of_one_value_or_of_none() {
        assert_eq!(sparkline(&[]), None);
        assert_eq!(sparkline(&[1.0]), None);
        assert_eq!(sparkline(&[f64::NAN, f64::NAN]), None);
    }
}
