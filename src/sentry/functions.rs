//! Sentry's functions, once: what type a value has, whether values add up, whether a change
//! is shown in points or in percent, and whether a rise is good.
//!
//! Source: Sentry's discover, metrics and spans datasets (`default_result_type`, result
//! types of the columns) and its front end's field definitions.

use super::field::{function_parts, is_aggregate};
use super::measurements::measurement;

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

/// What a rise means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rise {
    /// More is better.
    Better,
    /// More is worse.
    Worse,
    /// Neither.
    Neutral,
    /// More events: worse where they are errors, neither elsewhere.
    MoreEvents,
}

/// Type of a function's values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Output {
    /// A type in `meta.fields`.
    Type(&'static str),
    /// A rate of that unit in `meta.units`.
    Rate(&'static str),
    /// That of the first argument; without one, this.
    Argument(&'static str),
}

/// What is known of one function.
#[derive(Clone, Copy, Debug)]
struct Function {
    output: Output,
    over_time: Combine,
    over_groups: bool,
    rise: Rise,
}

impl Function {
    const fn new(output: Output, over_time: Combine, rise: Rise) -> Self {
        Self {
            output,
            over_time,
            over_groups: matches!(over_time, Combine::Sum),
            rise,
        }
    }

    const fn count(rise: Rise) -> Self {
        Self::new(Output::Type("integer"), Combine::Sum, rise)
    }

    /// How many different ones: neither buckets nor groups add up.
    const fn distinct(rise: Rise) -> Self {
        Self::new(Output::Type("integer"), Combine::Mean, rise)
    }

    const fn mean(value_type: &'static str, rise: Rise) -> Self {
        Self::new(Output::Type(value_type), Combine::Mean, rise)
    }

    const fn of_argument(over_time: Combine) -> Self {
        Self::new(Output::Argument("number"), over_time, Rise::Neutral)
    }

    /// The rates of groups add up, those of buckets do not.
    const fn rate(unit: &'static str, rise: Rise) -> Self {
        Self {
            over_groups: true,
            ..Self::new(Output::Rate(unit), Combine::Mean, rise)
        }
    }
}

const PER_MINUTE: &str = "1/minute";
const PER_SECOND: &str = "1/second";

fn function(name: &str, arguments: &str) -> Option<Function> {
    Some(match name {
        "count" | "event_count" => Function::count(Rise::MoreEvents),
        "count_unique" | "user_count" => Function::distinct(Rise::MoreEvents),
        // Sentry calls it a number.
        "count_miserable" => Function::mean("number", Rise::Worse),
        "failure_count" | "http_error_count" | "count_crashed" | "count_errored"
        | "count_abnormal" | "count_unhandled" => Function::count(Rise::Worse),
        "count_web_vitals" => Function::count(match arguments.rsplit(',').next().map(str::trim) {
            Some("good") => Rise::Better,
            Some("meh" | "poor") => Rise::Worse,
            _ => Rise::Neutral,
        }),
        "count_if"
        | "count_at_least"
        | "count_op"
        | "count_scores"
        | "count_starts"
        | "count_healthy"
        | "sample_count"
        | "http_response_count" => Function::count(Rise::Neutral),
        "epm" | "sample_epm" => Function::rate(PER_MINUTE, Rise::MoreEvents),
        "eps" | "sample_eps" => Function::rate(PER_SECOND, Rise::MoreEvents),
        "tpm" | "spm" => Function::rate(PER_MINUTE, Rise::Neutral),
        "tps" | "sps" => Function::rate(PER_SECOND, Rise::Neutral),
        "failure_rate"
        | "failure_rate_if"
        | "http_error_rate"
        | "errored_rate"
        | "crash_rate"
        | "abnormal_rate"
        | "unhealthy_rate"
        | "unhandled_rate"
        | "anr_rate"
        | "foreground_anr_rate"
        | "cache_miss_rate" => Function::mean("percentage", Rise::Worse),
        "crash_free_rate" | "cache_hit_rate" => Function::mean("percentage", Rise::Better),
        "http_response_rate" | "time_spent_percentage" => {
            Function::mean("percentage", Rise::Neutral)
        }
        "apdex" => Function::mean("number", Rise::Better),
        "performance_score" | "weighted_performance_score" => Function::mean("score", Rise::Better),
        // How much there is to win.
        "opportunity_score" | "total_opportunity_score" => Function::mean("score", Rise::Neutral),
        "user_misery" => Function::mean("number", Rise::Worse),
        "p50" | "p75" | "p90" | "p95" | "p99" | "p100" | "percentile" | "percentile_range" => {
            Function::new(Output::Argument("duration"), Combine::Mean, Rise::Neutral)
        }
        "avg" | "avg_if" | "any" => Function::of_argument(Combine::Mean),
        "sum" | "sum_if" => Function::of_argument(Combine::Sum),
        "max" => Function::of_argument(Combine::Max),
        "min" => Function::of_argument(Combine::Min),
        "corr" | "cov" => Function::mean("number", Rise::Neutral),
        "last_seen" => Function::new(Output::Type("date"), Combine::Max, Rise::Neutral),
        "latest_event" => Function::mean("string", Rise::Neutral),
        _ => return None,
    })
}

/// An axis taken apart: its function, and the first argument.
struct AxisFunction<'a> {
    function: Option<Function>,
    measured: &'a str,
}

impl<'a> AxisFunction<'a> {
    fn read(axis: &'a str) -> Self {
        // `user_count` and `event_count` are functions, though they stand without parentheses.
        let (name, arguments) = function_parts(axis).unwrap_or((axis, ""));
        let is_call = axis.len() > name.len() || matches!(axis, "user_count" | "event_count");
        Self {
            function: is_call.then(|| function(name, arguments)).flatten(),
            measured: arguments.split(',').next().unwrap_or_default().trim(),
        }
    }

    fn is_slowness(&self) -> bool {
        let is_percentile = self
            .function
            .is_some_and(|known| known.output == Output::Argument("duration"));
        matches!(
            self.measured,
            "transaction.duration" | "span.duration" | "span.self_time"
        ) || measurement(self.measured).is_some_and(|known| known.is_slowness)
            || (is_percentile && self.measured.is_empty())
    }
}

/// How values of consecutive buckets combine.
pub fn combine_over_time(axis: &str) -> Combine {
    let known = AxisFunction::read(axis).function;
    known.map_or(Combine::Mean, |known| known.over_time)
}

/// The value of all groups is the sum of each group's: a rest can be had by subtraction.
pub fn adds_up_over_groups(axis: &str) -> bool {
    let known = AxisFunction::read(axis).function;
    known.is_some_and(|known| known.over_groups)
}

/// A change is shown in points (the difference) and not in percent: shares and rates.
/// `value_type` is what the answer says of the axis.
pub fn compares_as_points(axis: &str, value_type: Option<&str>) -> bool {
    let of_type = matches!(value_type, Some("percentage" | "percent_change" | "rate"));
    let known = AxisFunction::read(axis).function.map(|known| known.output);
    of_type || matches!(known, Some(Output::Rate(_) | Output::Type("percentage")))
}

/// Unit of a rate as `meta.units` has it: `1/minute`, `1/second`.
pub fn rate_unit(axis: &str) -> Option<&'static str> {
    match AxisFunction::read(axis).function?.output {
        Output::Rate(unit) => Some(unit),
        Output::Type(_) | Output::Argument(_) => None,
    }
}

/// Type of an axis or a column as `meta.fields` has it, where no response says it.
pub fn value_type(axis: &str) -> &'static str {
    let read = AxisFunction::read(axis);
    match read.function.map(|known| known.output) {
        None if !is_aggregate(axis) => argument_type(axis, "number"),
        Some(Output::Type(value_type)) => value_type,
        Some(Output::Rate(_)) => "rate",
        Some(Output::Argument(of_nothing)) => argument_type(read.measured, of_nothing),
        None => "number",
    }
}

fn argument_type(column: &str, of_nothing: &'static str) -> &'static str {
    if let Some(known) = measurement(column) {
        return known.value_type;
    }
    match column {
        "" => of_nothing,
        "timestamp" => "date",
        _ if column.starts_with("measurements.") => "number",
        _ if column.ends_with("duration") || column.starts_with("spans.") => "duration",
        _ => "number",
    }
}

/// What a rise of the axis means; `value_type` is what the answer says of it. Where the value
/// is the argument's own, so is the meaning: slower is worse.
pub fn rise(axis: &str, value_type: Option<&str>) -> Rise {
    let read = AxisFunction::read(axis);
    let own = read
        .function
        .filter(|known| !matches!(known.output, Output::Argument(_)));
    match own {
        Some(known) => known.rise,
        None if read.is_slowness() || value_type == Some("duration") => Rise::Worse,
        None => Rise::Neutral,
    }
}

#[cfg(test)]
mod tests;
