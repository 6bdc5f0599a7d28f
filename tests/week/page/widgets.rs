//! The widgets of the page: what they ask, how often, and in which zone.

use super::*;

pub(super) fn widget(index: usize) -> Widget {
    Widget {
        state: State::new(Rules::default()),
        interval_ms: INTERVALS_MS[index % INTERVALS_MS.len()],
        sent: 0,
        waiting: BTreeMap::new(),
        armed: 0,
        age_armed: 0,
        run: RunId(0),
        restless_since_ms: None,
        loaded_ms: 0,
        concluded_ms: 0,
        is_undisturbed: false,
        is_seen: true,
        was_shown: false,
    }
}

/// Two widgets in a row ask the same, and every sixth compares with the week before.
pub(super) fn spec(index: usize) -> Box<QuerySpec> {
    let json = format!(
        r#"{{"displayType": "line", "widgetType": "error-events",
             "queries": [{{"aggregates": ["count()"], "conditions": "release:{}"}}]}}"#,
        index / 2
    );
    let config = WidgetConfig::from_json(&Json::parse(&json).unwrap()).unwrap();
    Box::new(QuerySpec {
        config: Rc::new(config),
        scope: Scope {
            org: "demo".to_owned(),
            ..Scope::default()
        },
        split: SplitOptions::default(),
        stored: None,
        compare: Offset::parse("1w").filter(|_| index % 6 == 5),
        has_sparkline: false,
        zone: zone(),
    })
}

/// Berlin's, around the week.
pub(super) fn zone() -> Zone {
    Zone::new(vec![
        (SUMMER_BEGINS - 4 * WEEK_SECS, 3_600),
        (SUMMER_BEGINS, 7_200),
    ])
}
