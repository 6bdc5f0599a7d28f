//! What the text of a field says: column, function with arguments, or equation.

use crate::substring::is_word_letter;

/// Marks an equation among fields.
pub const EQUATION_PREFIX: &str = "equation|";

/// The text is an equation: `equation|count() / 2`.
pub fn is_equation(field: &str) -> bool {
    field.starts_with(EQUATION_PREFIX)
}

/// The index of the equation that the text names: `equation[0]`.
pub fn equation_of_alias(field: &str) -> Option<usize> {
    let index = field.strip_prefix("equation[")?.strip_suffix(']')?;
    index
        .bytes()
        .all(|byte| byte.is_ascii_digit())
        .then_some(())?;
    index.parse().ok()
}

/// Name and arguments of a function: `p95(span.duration)` is `p95` and `span.duration`.
pub fn function_parts(field: &str) -> Option<(&str, &str)> {
    let (name, rest) = field.split_once('(')?;
    let arguments = rest.strip_suffix(')')?;
    (!name.is_empty() && name.chars().all(is_word_letter)).then_some((name, arguments))
}

/// Function, name and unit of a trace metric's axis: of
/// `p95(value,latency,distribution,millisecond)` it is `p95`, `latency` and `millisecond`.
pub fn metric_parts(axis: &str) -> Option<(&str, &str, &str)> {
    let (function, _) = function_parts(axis)?;
    let [name, _, unit] = metric_of(axis)?;
    Some((function, name, unit))
}

/// Name, type and unit of a trace metric's axis: of
/// `p95(value,latency,distribution,millisecond)` it is `latency`, `distribution` and `millisecond`.
pub fn metric_of(axis: &str) -> Option<[&str; 3]> {
    let (_, arguments) = function_parts(axis)?;
    let mut metric = arguments.strip_prefix("value,")?.split(',');
    Some([metric.next()?, metric.next()?, metric.next()?])
}

/// Sentry's alias of a function: its name and arguments joined by `_`, every other
/// character than letters, digits and `_` replaced by `_`, none at the end.
pub fn alias(field: &str) -> String {
    let Some((function, rest)) = field.split_once('(') else {
        return field.to_owned();
    };
    let arguments = rest.strip_suffix(')').unwrap_or(rest);
    let joined = split_arguments(arguments).join("_");
    let columns = joined.replace(|letter: char| !is_word_letter(letter), "_");
    format!("{function}_{columns}")
        .trim_end_matches('_')
        .to_owned()
}

/// Arguments between commas outside of quotes, without the spaces around them.
fn split_arguments(arguments: &str) -> Vec<&str> {
    let mut quoted = false;
    let mut escaped = false;
    arguments
        .split(move |letter| {
            match letter {
                _ if escaped => escaped = false,
                '\\' => escaped = quoted,
                '"' => quoted = !quoted,
                ',' => return !quoted,
                _ => {}
            }
            false
        })
        .map(str::trim)
        .collect()
}

/// A function or an equation: an axis and no column to group by.
pub fn is_aggregate(field: &str) -> bool {
    is_equation(field) || function_parts(field).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn functions_equations_and_columns() {
        for (field, aggregate) in [
            ("count()", true),
            ("p95(transaction.duration)", true),
            ("count_if(transaction.op,equals,http)", true),
            ("apdex()", true),
            ("equation|count() / 2", true),
            ("title", false),
            ("error.type", false),
            ("tags[a(b)]", false),
            ("(x)", false),
            ("count(", false),
            ("my tag(1)", false),
            ("", false),
        ] {
            assert_eq!(is_aggregate(field), aggregate, "{field}");
        }
        assert_eq!(
            function_parts("avg(measurements.lcp)"),
            Some(("avg", "measurements.lcp"))
        );
        assert_eq!(equation_of_alias("equation[12]"), Some(12));
        for other in ["equation[]", "equation[+1]", "equation|a", "count()"] {
            assert_eq!(equation_of_alias(other), None);
        }
    }

    #[test]
    fn aliases_follow_the_server() {
        for (field, expected) in [
            ("count()", "count"),
            ("p95(transaction.duration)", "p95_transaction_duration"),
            ("count_unique(user)", "count_unique_user"),
            ("count_if(a.b, equals, x)", "count_if_a_b_equals_x"),
            ("user_count", "user_count"),
            ("foo.bar.is-Enterprise_42", "foo.bar.is-Enterprise_42"),
            ("count(foo.is-Big_42)", "count_foo_is_Big_42"),
            ("count(tags[foo,number])", "count_tags_foo_number"),
            (
                "percentile(transaction.duration,  0.11)",
                "percentile_transaction_duration_0_11",
            ),
            (
                r#"to_other(release,"release:beta@1.1.1 (2)",others,current)"#,
                "to_other_release__release_beta_1_1_1__2___others_current",
            ),
            (
                r#"to_other(release,"version -@'\" 1.2,3+(4)",others,current)"#,
                "to_other_release__version_______1_2_3__4___others_current",
            ),
        ] {
            assert_eq!(alias(field), expected);
        }
    }
}
