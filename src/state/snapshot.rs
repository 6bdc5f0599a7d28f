//! What is on the screen: the answers of the newest run that had any, with what failed.

use super::{Now, RunId};
use crate::decision::Decision;
use crate::decode::Decoded;
use crate::error::Error;
use crate::run::QueryRun;
use crate::run::compare::Comparison;
use crate::time::TimeRange;
use std::rc::Rc;

/// What is shown of one query.
#[derive(Clone, Debug, Default)]
pub struct QuerySnapshot {
    /// The answer; shared with other widgets that asked the same.
    pub answer: Option<Rc<Decoded>>,
    /// The answer is of an earlier run, since the newer request failed.
    pub is_previous_answer: bool,
    /// Why the newest request was not answered.
    pub error: Option<Error>,
    /// The comparison with an earlier period.
    pub comparison: Option<Comparison>,
    /// Why there is no comparison, where one was requested.
    pub no_comparison: Option<String>,
    /// The values behind a number, bucket by bucket.
    pub sparkline: Option<Rc<Decoded>>,
    /// What is not whole, in words for the viewer.
    pub notes: Vec<String>,
}

/// What is shown of a widget.
#[derive(Clone, Debug, Default)]
pub struct Snapshot {
    /// One for each query.
    pub queries: Vec<QuerySnapshot>,
    /// Errors or transactions, where that was a question.
    pub decision: Option<Decision>,
    /// Something inside the split failed; in words.
    pub split_note: Option<String>,
    /// When it was asked, epoch seconds: what "the last 24 h" meant.
    pub started_at: i64,
    /// When the last answer came, epoch milliseconds.
    pub loaded_at_ms: i64,
    /// The same by the monotonic clock; `None` for what the page gave itself, which
    /// has no age.
    pub since_ms: Option<i64>,
    /// There is at least one number or row.
    pub is_plottable: bool,
    /// It was kept from an earlier run or an earlier visit.
    pub is_cached: bool,
    pub(super) run: RunId,
}

impl Snapshot {
    /// The earlier period that it is compared with.
    pub fn earlier(&self) -> Option<TimeRange> {
        let mut queries = self.queries.iter();
        queries.find_map(|query| query.comparison.as_ref()?.earlier)
    }

    /// What a run has come to, with the answers of `before` in place of those that
    /// failed, so that a failure takes nothing away. `None` without any answer.
    pub(super) fn of(
        run: &QueryRun,
        before: Option<&Snapshot>,
        id: RunId,
        started_at: i64,
        at: Now,
    ) -> Option<Self> {
        let views = run.views(started_at);
        if views.iter().all(|view| view.answer.is_none()) {
            return None;
        }
        let queries = views.into_iter().enumerate().map(|(index, view)| {
            let kept = before
                .and_then(|before| before.queries.get(index)?.answer.clone())
                .filter(|_| view.answer.is_none());
            QuerySnapshot {
                // An older answer was not what the earlier period was asked for.
                comparison: view.comparison.filter(|_| kept.is_none()),
                is_previous_answer: kept.is_some(),
                answer: view.answer.or(kept),
                error: view.error,
                no_comparison: view.no_comparison,
                sparkline: view.sparkline,
                notes: view.notes,
            }
        });
        Some(Self {
            decision: run.decision().cloned(),
            split_note: run.split_note().map(str::to_owned),
            started_at,
            run: id,
            ..Self::new(queries.collect(), at)
        })
    }

    /// Shows the sparklines of `before` where it has none of its own.
    #[inline(never)]
    pub(super) fn keep_sparklines(&mut self, before: &Snapshot) {
        for (query, before) in self.queries.iter_mut().zip(&before.queries) {
            if query.sparkline.is_none() {
                query.sparkline.clone_from(&before.sparkline);
            }
        }
    }

    /// The same, of an answer that came earlier.
    pub(super) fn into_cached(self, loaded_at_ms: i64, at: Now) -> Self {
        let age_ms = at.now_ms.saturating_sub(loaded_at_ms).max(0);
        Self {
            loaded_at_ms,
            since_ms: Some(at.mono_ms.saturating_sub(age_ms)),
            is_cached: true,
            ..self
        }
    }

    /// An answer that came from the page itself.
    pub(super) fn given(answer: Rc<Decoded>, at: Now) -> Self {
        let query = QuerySnapshot {
            answer: Some(answer),
            ..QuerySnapshot::default()
        };
        Self {
            since_ms: None,
            ..Self::new(vec![query], at)
        }
    }

    /// Answers that an earlier instance had shown.
    pub(super) fn restored(answers: Vec<Option<Rc<Decoded>>>, at: Now) -> Self {
        let queries = answers.into_iter().map(|answer| QuerySnapshot {
            is_previous_answer: answer.is_some(),
            answer,
            ..QuerySnapshot::default()
        });
        Self::new(queries.collect(), at)
    }

    fn new(queries: Vec<QuerySnapshot>, at: Now) -> Self {
        let is_plottable = answers(&queries).any(is_plottable);
        Self {
            queries,
            is_plottable,
            is_cached: false,
            decision: None,
            split_note: None,
            started_at: at.now_ms.div_euclid(1_000),
            loaded_at_ms: at.now_ms,
            since_ms: Some(at.mono_ms),
            run: RunId::default(),
        }
    }

    /// The first failure of a query.
    pub fn error(&self) -> Option<&Error> {
        self.queries.iter().find_map(|query| query.error.as_ref())
    }

    /// All answers, in the order of queries.
    pub fn answers(&self) -> impl Iterator<Item = &Decoded> {
        answers(&self.queries)
    }
}

fn answers(queries: &[QuerySnapshot]) -> impl Iterator<Item = &Decoded> {
    queries.iter().filter_map(|query| query.answer.as_deref())
}

/// A zero-filled series is not empty; only one without any number is (Sentry's `No Data`).
fn is_plottable(decoded: &Decoded) -> bool {
    let table = decoded.table.as_ref();
    table.is_some_and(|table| !table.rows.is_empty())
        || decoded
            .set
            .series
            .iter()
            .any(|series| series.values.iter().any(|value| value.number().is_some()))
}
