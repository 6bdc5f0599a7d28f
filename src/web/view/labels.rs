//! Labels in the reader's language and zone, made anew only for another range or reader.

use super::ChartModel;
use crate::messages::Messages;
use crate::time::TimeRange;
use crate::web::browser::intl::IntlLabels;
use std::rc::Rc;

/// Labels, and what they were made for.
pub(super) struct LabelsFor {
    range: TimeRange,
    locale: Option<String>,
    time_zone: Option<String>,
    messages: Rc<Messages>,
    pub(super) labels: IntlLabels,
}

impl LabelsFor {
    /// Makes them where those that are there do not fit.
    pub(super) fn refresh(known: &mut Option<Self>, model: &ChartModel<'_>) {
        let mut range = model
            .frame
            .map_or(TimeRange { start: 0, end: 1 }, |frame| frame.span());
        if let Some(earlier) = model.earlier {
            range.start = range.start.min(earlier.start);
        }
        let fits = known.as_ref().is_some_and(|kept| {
            kept.range == range
                && kept.locale.as_deref() == model.locale
                && kept.time_zone.as_deref() == model.time_zone
                && kept.messages == *model.messages
        });
        if !fits {
            *known = Some(Self {
                range,
                locale: model.locale.map(str::to_owned),
                time_zone: model.time_zone.map(str::to_owned),
                messages: Rc::clone(model.messages),
                labels: IntlLabels::new(
                    range,
                    model.locale,
                    model.time_zone,
                    Rc::clone(model.messages),
                ),
            });
        }
    }
}
