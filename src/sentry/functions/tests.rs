use super::*;

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

/// Each of these was on some of the lists that stood in configuration, decoding, comparison
/// and frame, and missing from others. Sentry's result types and definitions decide.
#[test]
fn where_the_lists_disagreed() {
    use Combine::{Max, Mean, Sum};
    use Rise::{Better, MoreEvents, Neutral, Worse};
    for (axis, of_type, over_time, over_groups, as_points, rise_of) in [
        // Summed as a count by nobody, though events are counted.
        (
            "count_web_vitals(measurements.lcp, good)",
            "integer",
            Sum,
            true,
            false,
            Better,
        ),
        (
            "count_web_vitals(measurements.lcp, poor)",
            "integer",
            Sum,
            true,
            false,
            Worse,
        ),
        (
            "count_web_vitals(measurements.lcp, any)",
            "integer",
            Sum,
            true,
            false,
            Neutral,
        ),
        ("http_error_count()", "integer", Sum, true, false, Worse),
        (
            "count_at_least(span.duration, 3)",
            "integer",
            Sum,
            true,
            false,
            Neutral,
        ),
        // Users: two buckets may hold the same one.
        (
            "count_miserable(user,300)",
            "number",
            Mean,
            false,
            false,
            Worse,
        ),
        ("user_count", "integer", Mean, false, false, MoreEvents),
        ("event_count", "integer", Sum, true, false, MoreEvents),
        // Shares: points for some, a percentage for others, a bad rise for a third.
        ("failure_rate()", "percentage", Mean, false, true, Worse),
        ("http_error_rate()", "percentage", Mean, false, true, Worse),
        (
            "crash_rate(session)",
            "percentage",
            Mean,
            false,
            true,
            Worse,
        ),
        (
            "errored_rate(session)",
            "percentage",
            Mean,
            false,
            true,
            Worse,
        ),
        (
            "crash_free_rate(session)",
            "percentage",
            Mean,
            false,
            true,
            Better,
        ),
        ("cache_miss_rate()", "percentage", Mean, false, true, Worse),
        // Rates: `sample_epm` was one to the decoder alone.
        ("sample_epm()", "rate", Mean, true, true, MoreEvents),
        ("spm()", "rate", Mean, true, true, Neutral),
        // Scores: an opportunity is what there is to win.
        (
            "performance_score(measurements.score.lcp)",
            "score",
            Mean,
            false,
            false,
            Better,
        ),
        (
            "opportunity_score(measurements.score.lcp)",
            "score",
            Mean,
            false,
            false,
            Neutral,
        ),
        ("apdex(300)", "number", Mean, false, false, Better),
        ("user_misery(300)", "number", Mean, false, false, Worse),
        // The argument's own.
        (
            "percentile_range(transaction.duration,0.5,gt,x)",
            "duration",
            Mean,
            false,
            false,
            Worse,
        ),
        (
            "sum_if(span.duration,span.op,equals,db)",
            "duration",
            Sum,
            true,
            false,
            Worse,
        ),
        (
            "any(measurements.frames_total)",
            "integer",
            Mean,
            false,
            false,
            Neutral,
        ),
        ("max(measurements.cls)", "number", Max, false, false, Worse),
        (
            "avg(measurements.my_own)",
            "number",
            Mean,
            false,
            false,
            Neutral,
        ),
        ("last_seen()", "date", Max, false, false, Neutral),
        // Of any condition: what is counted may be good or bad.
        (
            "count_if(transaction.duration,less,300)",
            "integer",
            Sum,
            true,
            false,
            Neutral,
        ),
        (
            "stddev(transaction.duration)",
            "number",
            Mean,
            false,
            false,
            Worse,
        ),
        (
            "equation|count() / 2",
            "number",
            Mean,
            false,
            false,
            Neutral,
        ),
        ("count", "number", Mean, false, false, Neutral),
    ] {
        let found = (
            value_type(axis),
            combine_over_time(axis),
            adds_up_over_groups(axis),
            compares_as_points(axis, None),
            rise(axis, None),
        );
        assert_eq!(
            found,
            (of_type, over_time, over_groups, as_points, rise_of),
            "{axis}"
        );
    }
}

#[test]
fn rates_have_a_unit_and_nothing_else_has() {
    for (axis, unit) in [
        ("epm()", Some("1/minute")),
        ("tps()", Some("1/second")),
        ("count()", None),
        ("epm", None),
    ] {
        assert_eq!(rate_unit(axis), unit, "{axis}");
    }
}
