//! What the text of a field says: column, function with arguments, or equation.
//!
//! What a function's values may do (be summed, be better when high) stands here too,
//! since it follows from the text alone.

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
    let is_word = |letter: char| letter.is_alphanumeric() || letter == '_';
    (!name.is_empty() && name.chars().all(is_word)).then_some((name, arguments))
}

/// Sentry's alias of a function: its name and arguments joined by `_`, every other
/// character than letters, digits and `_` replaced by `_`, none at the end.
pub fn alias(field: &str) -> String {
    let Some((function, rest)) = field.split_once('(') else {
        return field.to_owned();
    };
    let arguments = rest.strip_suffix(')').unwrap_or(rest);
    let joined = split_arguments(arguments).join("_");
    let columns = joined.replace(
        |letter: char| !letter.is_alphanumeric() && letter != '_',
        "_",
    );
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

/// How the values of one axis make one value: of several buckets, or of several groups.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Combine {
    /// They add up.
    Sum,
    /// Their mean stands for them.
    Mean,
    /// The smallest does.
    Min,
    /// The largest does.
    Max,
}

/// How values of consecutive buckets combine.
pub fn combine_over_time(axis: &str) -> Combine {
    match function_parts(axis).map(|(name, _)| name) {
        Some("count" | "count_if" | "sum" | "sum_if" | "failure_count" | "event_count") => {
            Combine::Sum
        }
        Some("max") => Combine::Max,
        Some("min") => Combine::Min,
        None if axis == "event_count" => Combine::Sum,
        _ => Combine::Mean,
    }
}

/// The value of all groups is the sum of each group's: a rest can be had by subtraction.
pub fn adds_up_over_groups(axis: &str) -> bool {
    let is_rate = matches!(
        function_parts(axis).map(|(name, _)| name),
        Some("epm" | "eps" | "tpm" | "tps" | "spm" | "sps")
    );
    is_rate || combine_over_time(axis) == Combine::Sum
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

    #[test]
    fn what_adds_up() {
        for (axis, over_time, over_groups) in [
            ("count()", Combine::Sum, true),
            ("count_if(a,equals,b)", Combine::Sum, true),
            ("sum(measurements.lcp)", Combine::Sum, true),
            ("failure_count()", Combine::Sum, true),
            ("epm()", Combine::Mean, true),
            ("count_unique(user)", Combine::Mean, false),
            ("user_count", Combine::Mean, false),
            ("event_count", Combine::Sum, true),
            ("p95()", Combine::Mean, false),
            ("max(x)", Combine::Max, false),
            ("min(x)", Combine::Min, false),
            ("equation|count() + 1", Combine::Mean, false),
        ] {
            assert_eq!(combine_over_time(axis), over_time, "{axis}");
            assert_eq!(adds_up_over_groups(axis), over_groups, "{axis}");
        }
    }
}
