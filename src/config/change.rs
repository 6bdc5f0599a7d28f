//! What follows from a change of what a widget was given: a new request, a new look, a new
//! timer, and whether what is shown may stay meanwhile. Nothing else decides that.

use super::{Attributes, Options, Scope, WidgetConfig};
use crate::error::Error;
use std::rc::Rc;

/// What an element gives to its widget. `F` is its own `fetch`: the same one or another is all
/// that matters here.
#[derive(Clone, Debug, PartialEq)]
pub struct Inputs<F> {
    /// Its attributes.
    pub attributes: Attributes,
    /// The first of them, or of its properties, that is wrong.
    pub wrong: Option<Error>,
    /// Configuration of its own, as JSON.
    pub own_config: Option<String>,
    /// Used instead of the page's `fetch`.
    pub fetch: Option<F>,
}

impl<F> Default for Inputs<F> {
    fn default() -> Self {
        Self {
            attributes: Attributes::default(),
            wrong: None,
            own_config: None,
            fetch: None,
        }
    }
}

impl<F> Inputs<F> {
    /// The base address in force.
    pub fn base_url<'a>(&'a self, options: &'a Options) -> &'a str {
        let own = self.attributes.base_url.as_deref();
        own.or(options.base_url.as_deref()).unwrap_or("/")
    }

    /// The zone to show times in, where it is not the viewer's own.
    pub fn time_zone(&self, scope: Option<&Scope>) -> Option<&str> {
        let is_utc = scope.is_some_and(|scope| scope.utc);
        let own = self.attributes.timezone.as_deref();
        own.or(is_utc.then_some("UTC"))
    }
}

/// What is to be done about new inputs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Change {
    /// The configuration is found again, and what it asks for is asked.
    pub refetch: bool,
    /// What is there is drawn in another look.
    pub restyle: bool,
    /// The refresh timer runs with another interval.
    pub rearm: bool,
}

impl Change {
    /// From `old` to `new` inputs of a widget that has a configuration, or none yet.
    pub fn between<F: PartialEq>(old: &Inputs<F>, new: &Inputs<F>, is_configured: bool) -> Self {
        let (before, after) = (&old.attributes, &new.attributes);
        Self {
            refetch: !is_configured
                || old.wrong != new.wrong
                || old.own_config != new.own_config
                || old.fetch != new.fetch
                || without_looks(before) != without_looks(after),
            restyle: before.theme != after.theme
                || before.timezone != after.timezone
                || before.locale != after.locale
                || before.group_tooltip != after.group_tooltip,
            rearm: before.refresh_secs != after.refresh_secs,
        }
    }
}

/// The attributes that requests depend on.
fn without_looks(attributes: &Attributes) -> Attributes {
    Attributes {
        refresh_secs: None,
        theme: Default::default(),
        // The earlier period goes by the viewer's clock.
        timezone: attributes.compare.and(attributes.timezone.clone()),
        locale: None,
        group: None,
        group_tooltip: false,
        is_zoomed: false,
        notes: Vec::new(),
        ..attributes.clone()
    }
}

/// The configuration in force, and for whom.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Resolved {
    /// The widget.
    pub config: Option<Rc<WidgetConfig>>,
    /// What is asked, and where; none for an answer that the page gave.
    pub scope: Option<Scope>,
    /// The host's name for the signed-in user.
    pub user: Option<String>,
}

impl Resolved {
    /// Whether what is shown may stay, marked as stale, until `next` is answered: the same
    /// widget of the same organization, for the same user, who may not see what the one before
    /// saw. `is_restored` where an earlier instance of the module showed it, for the same user.
    pub fn keeps_shown(&self, next: &Self, is_restored: bool) -> bool {
        let org = |it: &Self| it.scope.as_ref().map(|scope| scope.org.clone());
        let is_same_org = self.scope.is_some() && org(self) == org(next);
        let is_same_user = self.user == next.user;
        self.config.is_some()
            && self.config == next.config
            && (is_restored || (is_same_org && is_same_user))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::Json;

    fn inputs(pairs: &[(&str, &str)]) -> Inputs<u8> {
        let text = |name: &str| {
            let found = pairs.iter().find(|(key, _)| *key == name)?;
            Some(found.1.to_owned())
        };
        let (attributes, errors) = Attributes::read(text, false);
        assert!(errors.is_empty(), "{errors:?}");
        Inputs {
            attributes,
            ..Inputs::default()
        }
    }

    fn change(before: &[(&str, &str)], after: &[(&str, &str)]) -> Change {
        Change::between(&inputs(before), &inputs(after), true)
    }

    const REFETCH: Change = Change {
        refetch: true,
        restyle: false,
        rearm: false,
    };
    const RESTYLE: Change = Change {
        refetch: false,
        restyle: true,
        rearm: false,
    };

    #[test]
    fn every_attribute_has_its_consequence() {
        let table: &[(&str, &str, Change)] = &[
            ("widget-id", "7", REFETCH),
            ("org", "acme", REFETCH),
            ("dashboard-id", "3", REFETCH),
            ("base-url", "/other/", REFETCH),
            ("project", "1,2", REFETCH),
            ("environment", "prod", REFETCH),
            ("filter", "level:error", REFETCH),
            ("stats-period", "24h", REFETCH),
            ("compare", "1w", REFETCH),
            ("theme", "dark", RESTYLE),
            ("timezone", "Asia/Tokyo", RESTYLE),
            ("locale", "de", RESTYLE),
            ("group", "a", Change::default()),
            (
                "refresh",
                "30",
                Change {
                    rearm: true,
                    ..Change::default()
                },
            ),
        ];
        for (name, value, expected) in table {
            assert_eq!(change(&[], &[(name, value)]), *expected, "{name} is set");
            assert_eq!(change(&[(name, value)], &[]), *expected, "{name} is taken");
            let same = change(&[(name, value)], &[(name, value)]);
            assert_eq!(same, Change::default(), "{name} is the same");
        }
    }

    #[test]
    fn a_zone_is_asked_for_where_an_earlier_period_goes_by_it() {
        let before = [("compare", "1d"), ("timezone", "UTC")];
        let after = [("compare", "1d"), ("timezone", "Asia/Tokyo")];
        let both = Change {
            refetch: true,
            restyle: true,
            rearm: false,
        };
        assert_eq!(change(&before, &after), both);
    }

    #[test]
    fn what_is_no_attribute_asks_anew() {
        let plain = inputs(&[]);
        let wrong = Error::config("refresh", "seconds", "`often`");
        for other in [
            Inputs {
                own_config: Some("{}".to_owned()),
                ..inputs(&[])
            },
            Inputs {
                fetch: Some(1),
                ..inputs(&[])
            },
            Inputs {
                wrong: Some(wrong),
                ..inputs(&[])
            },
        ] {
            assert_eq!(Change::between(&plain, &other, true), REFETCH);
            assert_eq!(Change::between(&other, &plain, true), REFETCH);
        }
        assert_eq!(Change::between(&plain, &plain, false), REFETCH);
    }

    #[test]
    fn data_stay_for_the_same_widget_organization_and_user() {
        let config = |title: &str| {
            let text = format!(
                r#"{{"title": "{title}", "displayType": "line", "queries": [{{"aggregates": ["count()"]}}]}}"#
            );
            WidgetConfig::from_json(&Json::parse(text.as_str()).unwrap()).unwrap()
        };
        let resolved = |title: &str, org: &str, user: Option<&str>| {
            let config = config(title);
            let scope = Scope::new(&Attributes::default(), None, &config, Some(org)).unwrap();
            Resolved {
                config: Some(Rc::new(config)),
                scope: Some(scope),
                user: user.map(str::to_owned),
            }
        };
        let shown = resolved("a", "acme", Some("u1"));
        assert!(shown.keeps_shown(&shown, false));
        assert!(!shown.keeps_shown(&resolved("b", "acme", Some("u1")), false));
        assert!(!shown.keeps_shown(&resolved("a", "other", Some("u1")), false));
        assert!(!shown.keeps_shown(&resolved("a", "acme", Some("u2")), false));
        assert!(!Resolved::default().keeps_shown(&shown, false));

        let restored = Resolved {
            config: shown.config.clone(),
            ..Resolved::default()
        };
        assert!(restored.keeps_shown(&shown, true));
        assert!(!restored.keeps_shown(&shown, false));
        assert!(!restored.keeps_shown(&resolved("b", "acme", None), true));
    }
}
