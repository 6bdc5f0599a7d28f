//! A widget's own request narrowed to one side of the split.

use crate::config::{DatasetSource, WidgetConfig, WidgetType};
use crate::decision::{Decision, SplitDataset, SplitSource};
use crate::request::search::and;
use crate::request::{Purpose, RequestPlan};

/// The dataset in which errors and transactions lie side by side.
const MIXED_DATASET: &str = "discover";
const NO_TRANSACTIONS: &str = "!event.type:transaction";
const ONLY_TRANSACTIONS: &str = "event.type:transaction";

/// The widget asks a dataset that holds both sides.
pub fn is_mixed(config: &WidgetConfig) -> bool {
    let dataset = config.param("dataset").and_then(|values| values.last());
    config.widget_type == WidgetType::Discover
        && dataset.is_none_or(|name| name == MIXED_DATASET || is_metrics_enhanced(name))
}

/// The side of the widget is the viewer's to choose: nobody chose it yet, or no person did.
pub fn is_choosable(config: &WidgetConfig) -> bool {
    let has_side = matches!(
        config.widget_type,
        WidgetType::ErrorEvents | WidgetType::TransactionLike
    );
    let by_person = matches!(
        config.dataset_source,
        DatasetSource::Unknown | DatasetSource::User
    );
    is_mixed(config) || (has_side && !by_person)
}

/// The server splits such a dataset on its own when it is told the widget's id.
pub fn is_metrics_enhanced(dataset: &str) -> bool {
    matches!(dataset, "metrics" | "metricsEnhanced")
}

/// The request goes to a dataset that may be answered from metrics.
pub(super) fn asks_metrics(plan: &RequestPlan) -> bool {
    plan.pair("dataset").is_some_and(is_metrics_enhanced)
}

fn narrowed(plan: &RequestPlan, condition: &str, purpose: Purpose) -> RequestPlan {
    let mut narrowed = mixed(plan);
    let query = and(plan.pair("query").unwrap_or_default(), condition);
    narrowed.set_pair("query", query);
    narrowed.purpose = purpose;
    narrowed
}

/// The errors side.
pub(super) fn errors(plan: &RequestPlan, purpose: Purpose) -> RequestPlan {
    narrowed(plan, NO_TRANSACTIONS, purpose)
}

/// The transactions side.
pub(super) fn transactions(plan: &RequestPlan, purpose: Purpose) -> RequestPlan {
    narrowed(plan, ONLY_TRANSACTIONS, purpose)
}

/// The widget's request as it is, for the split's own purpose.
pub(super) fn original(plan: &RequestPlan) -> RequestPlan {
    RequestPlan {
        purpose: Purpose::SplitOriginal,
        ..plan.clone()
    }
}

/// The original query on the mixed dataset.
pub(super) fn mixed(plan: &RequestPlan) -> RequestPlan {
    let mut plan = plan.clone();
    plan.set_pair("dataset", MIXED_DATASET);
    plan
}

/// What a mixed widget asks once its side is known (Sentry: a widget already split).
pub(super) fn decided(plan: &RequestPlan, decision: &Decision) -> RequestPlan {
    match decision.dataset {
        SplitDataset::ErrorEvents => errors(plan, plan.purpose),
        // The data had just one side when this was inferred, and a condition would keep
        // the server from answering from metrics: so the query stays as it is. A viewer
        // who chose transactions means transactions alone, though.
        SplitDataset::TransactionLike => {
            let from_metrics = asks_metrics(plan) && decision.evidence.used_metrics == Some(true);
            if decision.source == SplitSource::User && !from_metrics {
                transactions(plan, plan.purpose)
            } else {
                plan.clone()
            }
        }
        SplitDataset::Discover if asks_metrics(plan) => mixed(plan),
        SplitDataset::Discover => plan.clone(),
    }
}

/// What a widget of one side asks after the viewer chose another.
pub(super) fn overridden(plan: &RequestPlan, dataset: SplitDataset) -> RequestPlan {
    let mut plan = plan.clone();
    plan.set_pair(
        "dataset",
        match dataset {
            SplitDataset::ErrorEvents => "errors",
            SplitDataset::TransactionLike => "transactions",
            SplitDataset::Discover => MIXED_DATASET,
        },
    );
    plan
}
