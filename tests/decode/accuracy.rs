//! How sure the numbers of sampled data are, in every form that answers say it in.

use crate::support::{expect, notes, read, single};
use events_stats_widget::decode::binary;
use events_stats_widget::request::Expect;

/// Sentry: a series is unsure where more than a quarter of its buckets are.
#[test]
fn series_of_few_samples_are_told_from_the_others() {
    let words = |low: usize, sure: usize| {
        let all = [vec!["low"; low], vec!["high"; sure]].concat();
        let low_accuracy = |body: String, expect: Expect| {
            let decoded = read(expect, &body);
            let found: Vec<_> = decoded
                .set
                .series
                .iter()
                .map(|one| one.has_low_accuracy)
                .collect();
            assert_eq!(notes(&decoded).is_empty(), !found.contains(&true));
            assert_eq!(binary::read(&binary::write(&decoded)).unwrap(), decoded);
            found
        };
        let points = |write: &dyn Fn(usize, &str) -> String| {
            all.iter()
                .enumerate()
                .map(|(at, word)| write(at * 60_000, word))
                .collect::<Vec<_>>()
                .join(",")
        };
        let list = points(&|_, word| format!(r#"{{"timestamp":0,"value":"{word}"}}"#));
        let rows = r#""data":[[0,[{"count":1}]],[60,[{"count":2}]]]"#;
        let meta = format!(
            r#""meta":{{"fields":{{"count()":"integer"}},"accuracy":{{"sampleCount":[{{"value":1}}],"confidence":[{list}]}}}}"#
        );
        let older = points(&|_, word| format!(r#"[0,[{{"count()":"{word}"}}]]"#));
        let values =
            points(&|at, word| format!(r#"{{"timestamp":{at},"value":1,"confidence":"{word}"}}"#));
        [
            low_accuracy(format!("{{{rows},{meta}}}"), single()),
            low_accuracy(
                format!(r#"{{"confidence":[{older}],{rows},"meta":{{"fields":{{}}}}}}"#),
                single(),
            ),
            // Only the group that says so; one may be called like a member.
            low_accuracy(
                format!(r#"{{"confidence":{{{meta},{rows}}},"b":{{{rows}}}}}"#),
                expect(Some(5), &["count()"]),
            ),
            low_accuracy(
                format!(r#"{{"timeSeries":[{{"yAxis":"count()","values":[{values}]}}]}}"#),
                single(),
            ),
        ]
    };
    let each = |is_low: bool| {
        [
            vec![is_low],
            vec![is_low],
            vec![is_low, false],
            vec![is_low],
        ]
    };
    assert_eq!(words(1, 3), each(false));
    assert_eq!(words(2, 5), each(true));
    assert_eq!(words(0, 0), each(false));
}
