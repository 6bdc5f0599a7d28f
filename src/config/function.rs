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

/// The text names an equation by its index: `equation[0]`.
pub fn is_equation_alias(field: &str) -> bool {
    field
        .strip_prefix("equation[")
        .and_then(|rest| rest.strip_suffix(']'))
        .is_some_and(|index| !index.is_empty() && index.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Name and arguments of a function: `p95(span.duration)` is `p95` and `span.duration`.
pub fn function_parts(field: &str) -> Option<(&str, &str)> {
    let (name, rest) = field.split_once('(')?;
    let arguments = rest.strip_suffix(')')?;
    let is_word = |letter: char| letter.is_alphanumeric() || letter == '_';
    (!name.is_empty() && name.chars().all(is_word)).then_some((name, arguments))
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
        assert!(is_equation_alias("equation[0]") && is_equation_alias("equation[12]"));
        assert!(!is_equation_alias("equation[]") && !is_equation_alias("equation|a"));
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
