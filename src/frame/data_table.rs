//! The data behind a chart as a table: one row a bucket, one column a series.

use super::cell::SentryPage;
use super::{Frame, FrameSeries, ShownCell, ShownColumn, TableFrame};
use crate::format::{self, Labels, Unit};
use crate::messages::MessageKey;
use crate::time::format_moment;

/// A page shows so many cells without delay; a chart may have a hundred thousand values.
const MOST_CELLS: usize = 10_000;

impl Frame {
    /// Buckets and series as the chart shows them, hidden series left out, each earlier period
    /// behind its series. The newest buckets where there are too many for a page: the first row
    /// then says how many came before.
    #[inline(never)]
    pub fn data_table(&self, labels: &dyn Labels) -> TableFrame {
        let messages = labels.messages();
        let time = messages.text(MessageKey::Time).to_owned();
        let mut columns = vec![ShownColumn {
            name: time,
            field: "time".to_owned(),
            unit: Unit::Date,
            is_number: false,
            sentry_page: SentryPage::None,
        }];
        let mut values: Vec<&[f64]> = Vec::new();
        for series in self.visible() {
            columns.push(column(series, series.name.clone(), ""));
            values.push(&series.values);
            if let Some(earlier) = &series.earlier {
                let name = messages.filled(MessageKey::EarlierOf, &[("name", &series.name)]);
                columns.push(column(series, name, "earlier"));
                values.push(earlier);
            }
        }
        let starts = self.timeline.starts();
        let first = starts.len().saturating_sub(MOST_CELLS / columns.len());
        let mut rows = Vec::new();
        if first > 0 {
            let count = format::tooltip(first as f64, Unit::Integer, labels.numbers());
            let more = messages.filled(MessageKey::MoreSeries, &[("count", &count)]);
            rows.push(vec![ShownCell::Text(more)]);
        }
        for (index, start) in starts.iter().enumerate().skip(first) {
            let moment = ShownCell::Text([&format_moment(*start), "Z"].concat());
            let numbers = values.iter().map(|values| number(values.get(index)));
            rows.push(std::iter::once(moment).chain(numbers).collect());
        }
        TableFrame {
            columns,
            rows,
            ..TableFrame::default()
        }
    }
}

/// Known by its series: two may have one name.
fn column(series: &FrameSeries, name: String, period: &str) -> ShownColumn {
    ShownColumn {
        name,
        field: [&series.key, "\n", period].concat(),
        unit: series.unit,
        is_number: true,
        sentry_page: SentryPage::None,
    }
}

fn number(value: Option<&f64>) -> ShownCell {
    match value {
        Some(value) if value.is_finite() => ShownCell::Number(*value),
        _ => ShownCell::None,
    }
}
