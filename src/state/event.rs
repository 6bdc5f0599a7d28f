//! What can happen to a widget.

use super::{Dirty, Rules, RunId};
use crate::cache::CachedResponse;
use crate::decode::Decoded;
use crate::error::Error;
use crate::frame::Rank;
use crate::run::QuerySpec;
use std::rc::Rc;

/// What happened.
pub enum Event {
    /// The rules as the page's options have them now.
    RulesChanged(Rules),
    /// There is something to ask. `keeps_shown` where the same widget is asked for another
    /// range, so that its old data may stay on screen meanwhile.
    Configured {
        /// What to ask.
        spec: Box<QuerySpec>,
        /// The old data may stay on screen.
        keeps_shown: bool,
        /// What is kept does not serve: the viewer wants it found out again.
        bypasses_stored: bool,
    },
    /// The configuration is wrong, and stays so until somebody changes it.
    Misconfigured(Error),
    /// The dashboard with the configuration could not be had, or has none: the next answer may
    /// be another.
    ConfigurationFailed {
        /// What came of it.
        error: Error,
        /// Chance in `0.0..1.0`, the same for all that shared the request, so that they also
        /// share the next one.
        chance: f64,
    },
    /// Another widget was given the dashboard that this one waits for.
    DashboardLoaded,
    /// The configuration is being fetched.
    AwaitingConfiguration,
    /// Data came from the page itself; nothing is fetched.
    ResponseAssigned(Result<Rc<Decoded>, Error>),
    /// Answers that an earlier instance had shown, one for each query.
    Restored(Vec<Option<Rc<Decoded>>>),
    /// A request of a run came to its end.
    Answered {
        /// The run it belongs to.
        run: RunId,
        /// Its index in that run.
        index: usize,
        /// What came of it.
        answer: Result<Rc<Decoded>, Error>,
    },
    /// What is kept of an answer that was looked for.
    CacheLookupDone {
        /// The run it belongs to.
        run: RunId,
        /// Its index in that run.
        index: usize,
        /// The answer, where there is one.
        cached: Option<CachedResponse>,
    },
    /// What is looked for takes too long to be waited for: ask, and show it when it comes.
    CacheLookupTimedOut(RunId),
    /// The alarm that was armed last went off.
    Alarm,
    /// It is time to check the age of the data.
    AgeCheck,
    /// The host or the viewer asks for new data.
    Refresh,
    /// The refresh interval, checked.
    RefreshEvery {
        /// Milliseconds, 0 for off.
        interval_ms: u64,
    },
    /// The widget came near the visible part of the page, or left it.
    Visible(bool),
    /// The page came to the front, or went to the background.
    PageShown(bool),
    /// The network is back, or a server that had asked to wait answers again.
    Online,
    /// The animation frame that was asked for came.
    Frame,
    /// Draw what is pending now.
    Flush,
    /// A drawing was tried; `false` where the box has no area.
    Drawn {
        /// The level tried.
        level: Dirty,
        /// It was drawn.
        drawn: bool,
    },
    /// The box has another size or resolution.
    Resized,
    /// Colours, language or zone changed: draw from this level on.
    Restyled(Dirty),
    /// The bucket under the pointer or the key focus, if any.
    Hovered(Option<usize>),
    /// The bucket whose tooltip is to stay; none of them any more.
    Pinned(Option<usize>),
    /// The bucket that another chart of the group is pointed at, if any.
    Followed(Option<usize>),
    /// A series is shown or hidden.
    Toggled(String),
    /// The earlier period of a series is drawn, or no longer.
    EarlierToggled(String),
    /// Series or rows have another order.
    Ranked(Rank),
    /// One series is shown alone; once more shows all. `all` lists every key there is.
    Soloed {
        /// The series to show.
        key: String,
        /// All keys of the legend.
        all: Vec<String>,
    },
}
