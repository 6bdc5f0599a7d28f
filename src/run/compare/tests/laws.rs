//! What holds for any values.

use super::*;
use proptest::prelude::*;

fn value() -> impl Strategy<Value = Option<f64>> {
    proptest::option::weighted(
        0.9,
        prop_oneof![Just(0.0), (0_u32..1000).prop_map(f64::from), -1e6..1e6_f64,],
    )
}

/// Compares `values` at `start` with `earlier` at `start - back`.
fn compared(
    offset_text: &str,
    back: i64,
    start: i64,
    values: &[Option<f64>],
    earlier: &[Option<f64>],
) -> (Decoded, SeriesComparison) {
    let plan = request(r#"{"interval": "1h", "queries": [{}]}"#, "1d");
    let (mut compare, ask) = Compare::begin(&plan, 0, offset(offset_text), &Zone::utc(), NOW);
    let current = single(&plan.expect, start, values);
    let earlier = single(&ask[0].expect, start - back, earlier);
    compare.answered(&ask[0], Ok(&earlier));
    let zone = Zone::utc();
    let answers = EarlierAnswers {
        parts: &[Some(&earlier)],
        ..EarlierAnswers::default()
    };
    let compared = compare.compare(&current, answers, viewer(&zone));
    let one = compared.series.into_iter().next().unwrap();
    (current, one)
}

const OFFSETS: [(&str, i64); 4] = [("1h", HOUR), ("1d", DAY), ("1w", WEEK), ("4w", 4 * WEEK)];

proptest! {
    #[test]
    fn a_series_against_itself_changes_nowhere(
        values in proptest::collection::vec(value(), 2..40), which in 0_usize..4,
    ) {
        let (text, back) = OFFSETS[which];
        let (current, one) = compared(text, back, NOW - 60 * HOUR, &values, &values);
        for (bucket, value) in values.iter().enumerate() {
            let delta = one.delta(&current.set.series[0], bucket);
            prop_assert_eq!(delta.is_some(), value.is_some());
            prop_assert!(delta.is_none_or(|delta| delta.absolute == 0.0));
        }
        prop_assert!(one.total.is_none_or(|total| total.delta.is_some_and(|delta| delta.absolute == 0.0)));
    }

    #[test]
    fn shifting_data_and_offset_together_changes_nothing(
        values in proptest::collection::vec(value(), 2..40),
        earlier in proptest::collection::vec(value(), 2..40),
    ) {
        let start = NOW - 60 * HOUR;
        let (current, one) = compared("1d", DAY, start, &values, &earlier);
        for (text, back) in OFFSETS {
            let (_, other) = compared(text, back, start, &values, &earlier);
            prop_assert_eq!(&other.earlier, &one.earlier);
            prop_assert_eq!(other.total, one.total);
        }
        prop_assert_eq!(one.earlier.len(), current.set.series[0].values.len());
    }

    #[test]
    fn totals_are_sums_of_paired_buckets(
        values in proptest::collection::vec(value(), 2..40),
        earlier in proptest::collection::vec(value(), 2..40),
    ) {
        let (current, one) = compared("1d", DAY, NOW - 60 * HOUR, &values, &earlier);
        let series = &current.set.series[0];
        let pairs: Vec<(f64, f64)> = (0..series.values.len())
            .filter_map(|bucket| Some((series.values.get(bucket).number()?, one.earlier.get(bucket).number()?)))
            .collect();
        match one.total {
            None => prop_assert!(pairs.is_empty()),
            Some(total) => {
                prop_assert_eq!(total.buckets, pairs.len());
                prop_assert_eq!(total.current, pairs.iter().map(|pair| pair.0).sum::<f64>());
                prop_assert_eq!(total.earlier, pairs.iter().map(|pair| pair.1).sum::<f64>());
            }
        }
    }
}
