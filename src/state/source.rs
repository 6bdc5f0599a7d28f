//! Where a widget's configuration comes from: the element's own, the page's options, or a
//! dashboard of the API; the first that is present.

use crate::config::{Attributes, Options, WidgetConfig};
use crate::error::{Error, ErrorKind};
use crate::json::Json;
use crate::request::{organization_path, path_segment};

/// What was found.
#[derive(Clone, Debug, PartialEq)]
pub enum Source {
    /// The configuration itself.
    Config(Box<WidgetConfig>),
    /// A dashboard to fetch; the widget is looked up in it.
    Dashboard {
        /// Path below the base address.
        path: String,
        /// The widget's id in it.
        widget_id: String,
    },
}

/// Chooses the source. `own` is the JSON of the element's `config` property or of its
/// child script.
pub fn choose(
    own: Option<&str>,
    attributes: &Attributes,
    options: &Options,
) -> Result<Source, Error> {
    if let Some(text) = own {
        let json = Json::parse(text)
            .map_err(|error| Error::config("config", "an object in JSON", unreadable(&error)))?;
        return WidgetConfig::from_json(&json).map(|config| Source::Config(Box::new(config)));
    }
    let Some(id) = &attributes.widget_id else {
        let expected = "the id of a widget, or a configuration as `config` or as a JSON script inside the element";
        return Err(Error::config("widget-id", expected, "nothing"));
    };
    if let Some(json) = options.widget(id) {
        return WidgetConfig::from_json(json).map(|config| Source::Config(Box::new(config)));
    }
    let Some(dashboard) = &attributes.dashboard_id else {
        let expected = "the id of a dashboard, or a configuration of the widget's own";
        return Err(Error::config("dashboard-id", expected, "nothing"));
    };
    let Some(org) = attributes.org.as_ref().or(options.org.as_ref()) else {
        return Err(Error::config(
            "org",
            "an organization's slug or id",
            "nothing",
        ));
    };
    let place = ["dashboards/", &path_segment(dashboard)].concat();
    Ok(Source::Dashboard {
        path: ["/api/0", &organization_path(org, &place)].concat(),
        widget_id: id.clone(),
    })
}

/// Why a text is no JSON; the errors themselves speak of answers.
fn unreadable(error: &Error) -> String {
    match error.kind() {
        ErrorKind::Decode {
            offset,
            expected,
            found,
        } => format!("{found} at byte {offset}, where {expected} was expected"),
        ErrorKind::Truncated { .. } => "JSON that ends inside a value".to_owned(),
        _ => error.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OWN: &str =
        r#"{"id": "7", "displayType": "line", "queries": [{"aggregates": ["count()"]}]}"#;

    fn attributes(pairs: &[(&str, &str)]) -> Attributes {
        let get = |name: &str| {
            let pair = pairs.iter().find(|(known, _)| *known == name);
            pair.map(|(_, value)| (*value).to_owned())
        };
        Attributes::read(get, false).0
    }

    fn options(json: &str) -> Options {
        Options::default()
            .with(&Json::parse(json).unwrap())
            .unwrap()
    }

    #[test]
    fn the_elements_own_configuration_comes_first() {
        let page = options(&format!(r#"{{"widgets": {{"42": {OWN}}}}}"#));
        let attributes = attributes(&[("widget-id", "42"), ("dashboard-id", "1"), ("org", "o")]);
        let id_of = |own: Option<&str>| match choose(own, &attributes, &page) {
            Ok(Source::Config(config)) => config.id,
            other => panic!("{other:?}"),
        };
        assert_eq!(id_of(Some(&OWN.replace('7', "9"))), "9");
        assert_eq!(id_of(None), "7");
    }

    #[test]
    fn the_dashboard_comes_last_and_its_path_cannot_be_left() {
        let attributes = attributes(&[
            ("widget-id", "42"),
            ("dashboard-id", "../1?x"),
            ("org", "a/b"),
        ]);
        let expected = Source::Dashboard {
            path: "/api/0/organizations/a%2Fb/dashboards/..%2F1%3Fx/".to_owned(),
            widget_id: "42".to_owned(),
        };
        assert_eq!(choose(None, &attributes, &Options::default()), Ok(expected));
    }

    #[test]
    fn what_is_missing_is_named() {
        let key_of = |pairs: &[(&str, &str)]| {
            let error = choose(None, &attributes(pairs), &Options::default()).unwrap_err();
            error.to_string()
        };
        assert!(key_of(&[]).starts_with("`widget-id`"));
        assert!(key_of(&[("widget-id", "1")]).starts_with("`dashboard-id`"));
        assert!(key_of(&[("widget-id", "1"), ("dashboard-id", "1")]).starts_with("`org`"));
        let wrong = choose(Some("{"), &attributes(&[]), &Options::default()).unwrap_err();
        assert!(
            wrong
                .to_string()
                .starts_with("`config`: expected an object in JSON")
        );
    }
}
