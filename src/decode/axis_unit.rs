//! Type and unit of an axis from what the answer says of its columns.
//!
//! Depending on the dataset the answer names columns as they were asked for or by
//! aliases, so both are looked up. How a value is written belongs to `format`.

use super::node::Meta;
use crate::sentry::field::{alias, is_equation};
use crate::sentry::functions::rate_unit;
use crate::series::ValueMeta;

/// Type and unit of `axis`, the request's axes being `axes`.
pub(super) fn value_meta(axis: &str, axes: &[String], meta: &Meta) -> ValueMeta {
    let names = column_names(axis, axes);
    let find = |pairs: &[(String, String)]| {
        let of = |name: &String| pairs.iter().rev().find(|(column, _)| column == name);
        names.iter().find_map(of).map(|(_, value)| value.clone())
    };
    let value_type = find(&meta.types);
    let unit = find(&meta.units);
    with_implied_unit(axis, ValueMeta { value_type, unit })
}

/// The measure with the unit that follows from axis and type, where it has none.
pub(super) fn with_implied_unit(axis: &str, mut value_meta: ValueMeta) -> ValueMeta {
    if value_meta.unit.is_none() {
        value_meta.unit = implied_unit(axis, value_meta.value_type.as_deref());
    }
    value_meta
}

/// Names by which an answer may call an axis, the most exact first.
fn column_names(axis: &str, axes: &[String]) -> Vec<String> {
    let mut names = vec![axis.to_owned()];
    if is_equation(axis) {
        let index = axes
            .iter()
            .filter(|other| is_equation(other))
            .position(|other| other == axis);
        if let Some(index) = index {
            names.push(format!("equation[{index}]"));
        }
        return names;
    }
    names.push(alias(axis));
    match axis {
        "user_count" => names.push("count_unique_user".to_owned()),
        "event_count" => names.push("count".to_owned()),
        _ => {}
    }
    names
}

/// Sentry: units of rates are filled in for columns named `eps()` and `epm()` only,
/// so under an alias they come as null; durations without a unit are milliseconds.
fn implied_unit(axis: &str, value_type: Option<&str>) -> Option<String> {
    let unit = match value_type {
        // A plain column has its unit beside it.
        Some("duration") => axis.contains('(').then_some("millisecond"),
        Some("rate" | "number") | None => rate_unit(axis),
        Some(_) => None,
    };
    unit.map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn meta(types: &[(&str, &str)], units: &[(&str, &str)]) -> Meta {
        let own = |pairs: &[(&str, &str)]| {
            let own = |(a, b): &(&str, &str)| ((*a).to_owned(), (*b).to_owned());
            pairs.iter().map(own).collect()
        };
        Meta {
            types: own(types),
            units: own(units),
            ..Meta::default()
        }
    }

    #[test]
    fn raw_names_aliases_and_equations_are_found() {
        let equation = "equation|count() / 2".to_owned();
        let axes = vec![
            "p95(span.duration)".to_owned(),
            "equation|1".to_owned(),
            equation.clone(),
        ];
        let aliased = meta(
            &[("p95_span_duration", "duration"), ("equation[1]", "number")],
            &[("p95_span_duration", "second")],
        );
        let raw = meta(
            &[("p95(span.duration)", "duration"), (&equation, "number")],
            &[],
        );
        for (meta, unit) in [(aliased, "second"), (raw, "millisecond")] {
            let duration = value_meta("p95(span.duration)", &axes, &meta);
            assert_eq!(duration.value_type.as_deref(), Some("duration"));
            assert_eq!(duration.unit.as_deref(), Some(unit));
            let equation = value_meta(&equation, &axes, &meta);
            assert_eq!(equation.value_type.as_deref(), Some("number"));
            assert_eq!(equation.unit, None);
        }
    }

    #[test]
    fn rates_get_the_unit_that_the_server_leaves_out() {
        let meta = meta(&[("epm", "rate"), ("eps", "integer")], &[]);
        let unit = |axis: &str| value_meta(axis, &[], &meta).unit;
        assert_eq!(unit("epm()").as_deref(), Some("1/minute"));
        assert_eq!(unit("tps()").as_deref(), Some("1/second"));
        assert_eq!(unit("eps()"), None, "the answer says that it is no rate");
        assert_eq!(unit("count()"), None);
        assert_eq!(unit("event_count"), None);
    }
}
