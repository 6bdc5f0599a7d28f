//! What the viewer has chosen is told to the page; its events are opened unless the page does
//! something else about it.

use super::Widget;
use crate::interaction::{Selected, Selection, Shown};
use crate::json::Json;
use crate::request;
use crate::run::events_query::object;
use crate::state::Event;
use crate::web::browser::globals;
use crate::web::late;
use crate::web::page::options;
use crate::web::view::Choice;
use js_sys::Array;

impl Widget {
    /// Tells the page of a choice. With `opens` the viewer wants to see its events, else a
    /// tooltip was pinned.
    pub(super) fn choose(&self, choice: Choice, opens: bool) {
        let tell = self.callback(move |widget, ()| widget.tell_choice(&choice, opens));
        late::soon(Box::new(move || tell(())));
    }

    fn tell_choice(&self, choice: &Choice, opens: bool) {
        let Some(Selection { mut detail, query }) = self.selection(choice) else {
            return;
        };
        let sentry_url = options::usable().sentry_url.clone();
        let address = sentry_url
            .zip(query)
            .and_then(|(url, query)| query.address(&url, &self.organization()));
        let is_pin = *choice == Choice::Marked && !opens;
        let action = match (is_pin, &address) {
            (true, _) => Json::Text("pin".to_owned()),
            (false, Some(_)) if opens => Json::Text("open".to_owned()),
            _ => Json::Null,
        };
        detail.push(("action", action));
        let is_let = self.announce_choice(object(detail));
        match (is_pin, is_let, address) {
            (true, false, _) => self.dispatch(Event::Pinned(None)),
            (true, true, Some(_)) => {
                if let Ok(mut view) = self.view.try_borrow_mut()
                    && let Some(view) = view.as_mut()
                    && let Err(error) = view.offer_events()
                {
                    self.host.dispatch_error(&error);
                }
            }
            (false, true, Some(address)) if opens => {
                let given = Array::of3(&address.into(), &"_blank".into(), &"noopener".into());
                drop(globals::call(&js_sys::global(), "open", &given));
            }
            _ => {}
        }
    }

    /// Dispatches `events-stats-select`; false where a listener will not have what follows.
    fn announce_choice(&self, detail: Json) -> bool {
        let yes = Json::Bool(true);
        let init = object([
            ("detail", detail),
            ("bubbles", yes.clone()),
            ("composed", yes.clone()),
            ("cancelable", yes),
        ]);
        let init = globals::from_json(&init.to_string());
        let given = Array::of2(&"events-stats-select".into(), &init);
        let event = globals::construct(&js_sys::global(), "CustomEvent", &given);
        let element = match self.view.try_borrow() {
            Ok(view) => view.as_ref().and_then(|view| view.element()),
            Err(_) => None,
        };
        let told = element.zip(event).and_then(|(element, event)| {
            globals::call(&element, "dispatchEvent", &Array::of1(&event))
        });
        told.is_none_or(|told| told.is_truthy())
    }

    fn selection(&self, choice: &Choice) -> Option<Selection> {
        let marked = match self.view.try_borrow() {
            Ok(view) => view.as_ref().and_then(|view| view.marked()),
            Err(_) => None,
        };
        let (state, resolved, built) = (
            self.state.borrow(),
            self.resolved.borrow(),
            self.built.borrow(),
        );
        let (shown, frame) = (state.shown()?, built.frame.as_deref()?);
        let config = resolved.config.as_deref()?;
        let plans = resolved
            .scope
            .as_ref()
            .and_then(|scope| request::plan(config, scope, scope.range, shown.started_at).ok());
        let answers: Vec<_> = shown
            .queries
            .iter()
            .map(|it| it.answer.as_deref())
            .collect();
        let of = Shown {
            config,
            plans: plans.as_deref().unwrap_or_default(),
            side: shown.decision.as_ref().map(|decision| decision.dataset),
            answers: &answers,
            frame,
            asked_at: shown.started_at,
        };
        of.select(match choice {
            Choice::Marked => {
                let (bucket, nearest) = marked?;
                let nearest = nearest.and_then(|at| frame.series.get(at));
                let lone = || {
                    frame
                        .visible()
                        .next()
                        .filter(|_| frame.visible().count() == 1)
                };
                Selected::Bucket(bucket, nearest.or_else(lone))
            }
            Choice::Series(key) => {
                Selected::Series(frame.series.iter().find(|series| series.key == *key)?)
            }
            Choice::Row(row, _) if frame.table.is_some() => Selected::Row(*row),
            // The data of a chart: its newest buckets, one a row.
            Choice::Row(row, rows) => {
                let bucket = (frame.timeline.len() + row).checked_sub(*rows)?;
                Selected::Bucket(bucket, None)
            }
        })
    }
}
