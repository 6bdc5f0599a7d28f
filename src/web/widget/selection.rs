//! What the viewer has chosen is told to the page; its events are opened unless the page does
//! something else about it.

use super::Widget;
use crate::interaction::{Selected, Selection, Shown};
use crate::json::Json;
use crate::request::{self, RequestPlan};
use crate::state::Event;
use crate::web::browser::globals;
use crate::web::late;
use crate::web::page::options;
use crate::web::view::{Target, View};
use js_sys::Array;

impl Widget {
    /// Tells the page of a choice. With `opens` the viewer wants to see its events, else a
    /// tooltip was pinned.
    pub(super) fn choose(&self, target: Target, opens: bool) {
        let tell = self.callback(move |widget, ()| widget.tell_choice(&target, opens));
        late::soon(Box::new(move || tell(())));
    }

    fn tell_choice(&self, target: &Target, opens: bool) {
        let Some(Selection { mut detail, query }) = self.selection(target) else {
            return;
        };
        let sentry_url = options::usable().sentry_url.clone();
        let address = sentry_url
            .zip(query)
            .and_then(|(url, query)| query.address(&url, &self.organization()));
        let is_pin = *target == Target::Marked && !opens;
        let action = match (is_pin, &address) {
            (true, _) => Json::Text("pin".to_owned()),
            (false, Some(_)) if opens => Json::Text("open".to_owned()),
            _ => Json::Null,
        };
        detail.push(("action", action));
        let detail = globals::from_json(&Json::object(detail).to_string());
        let is_refused = self.host.dispatch_event("events-stats-select", &detail);
        match (is_pin, is_refused, address) {
            (true, true, _) => self.dispatch(Event::Pinned(None)),
            (true, false, Some(_)) => {
                if let Ok(mut view) = self.view.try_borrow_mut()
                    && let Some(view) = view.as_mut()
                    && let Err(error) = view.offer_events()
                {
                    self.host.dispatch_error(&error);
                }
            }
            (false, false, Some(address)) if opens => {
                let given = Array::of3(&address.into(), &"_blank".into(), &"noopener".into());
                drop(globals::call(&js_sys::global(), "open", &given));
            }
            _ => {}
        }
    }

    /// The requests of what is shown; none where the page gave the answer.
    pub(super) fn plans(&self) -> Vec<RequestPlan> {
        let (state, resolved) = (self.state.borrow(), self.resolved.borrow());
        let (Some(shown), Some(config)) = (state.shown(), resolved.config.as_deref()) else {
            return Vec::new();
        };
        let plans = resolved
            .scope
            .as_ref()
            .and_then(|scope| request::plan(config, scope, scope.range, shown.started_at).ok());
        plans.unwrap_or_default()
    }

    fn selection(&self, target: &Target) -> Option<Selection> {
        let marked = self.with_view(View::marked).flatten();
        let (state, resolved, built) = (
            self.state.borrow(),
            self.resolved.borrow(),
            self.built.borrow(),
        );
        let (shown, frame) = (state.shown()?, built.frame.as_deref()?);
        let config = resolved.config.as_deref()?;
        let plans = self.plans();
        let answers: Vec<_> = shown
            .queries
            .iter()
            .map(|it| it.answer.as_deref())
            .collect();
        let of = Shown {
            config,
            plans: &plans,
            side: shown.decision.as_ref().map(|decision| decision.dataset),
            answers: &answers,
            frame,
            asked_at: shown.started_at,
        };
        of.select(match target {
            Target::Marked => {
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
            Target::Series(key) => {
                Selected::Series(frame.series.iter().find(|series| series.key == *key)?)
            }
            Target::Whole => Selected::Whole,
            Target::Row(row, _) if frame.table.is_some() => Selected::Row(*row),
            // The data of a chart: its newest buckets, one a row.
            Target::Row(row, rows) => {
                let bucket = (frame.timeline.len() + row).checked_sub(*rows)?;
                Selected::Bucket(bucket, None)
            }
        })
    }
}
