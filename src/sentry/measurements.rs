//! The measurements that Sentry itself knows. A project's own may be anything.

/// One of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Measurement {
    /// Type in `meta.fields`.
    pub value_type: &'static str,
    /// The higher, the worse for the user: a wait, a shift, a stall.
    pub is_slowness: bool,
}

/// What is known of `measurements.NAME`, by its whole name.
pub fn measurement(field: &str) -> Option<Measurement> {
    let name = field.strip_prefix("measurements.")?;
    let (value_type, is_slowness) = match name {
        "app_start_cold"
        | "app_start_warm"
        | "fcp"
        | "fid"
        | "fp"
        | "inp"
        | "lcp"
        | "stall_longest_time"
        | "stall_total_time"
        | "time_to_full_display"
        | "time_to_initial_display"
        | "ttfb"
        | "ttfb.requesttime" => ("duration", true),
        "frames_slow_rate" | "frames_frozen_rate" | "stall_percentage" => ("percentage", true),
        "frames_slow" | "frames_frozen" | "stall_count" => ("integer", true),
        "frames_total" => ("integer", false),
        "cls" => ("number", true),
        _ => return None,
    };
    Some(Measurement {
        value_type,
        is_slowness,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_ones_have_a_type_and_a_direction() {
        for (field, expected) in [
            ("measurements.lcp", Some(("duration", true))),
            ("measurements.cls", Some(("number", true))),
            ("measurements.stall_percentage", Some(("percentage", true))),
            ("measurements.frames_total", Some(("integer", false))),
            ("measurements.my_own", None),
            ("lcp", None),
        ] {
            let found = measurement(field).map(|it| (it.value_type, it.is_slowness));
            assert_eq!(found, expected, "{field}");
        }
    }
}
