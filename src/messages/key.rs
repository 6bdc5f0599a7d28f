//! The texts: what each is for, its name in `words`, and its English.

/// Texts under `late` and `inspector` are said by nothing that runs before the late piece is here, and travel in it.
macro_rules! messages {
    (
        first { $($(#[$doc:meta])* $key:ident $name:literal $text:literal;)* }
        late { $($(#[$late_doc:meta])* $late_key:ident $late_name:literal $late_text:literal;)* }
        inspector { $($row:ident $row_name:literal $row_text:literal;)* }
    ) => {
        /// One of the widget's texts.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum MessageKey {
            $($(#[$doc])* $key,)*
            $($(#[$late_doc])* $late_key,)*
            $(#[doc = concat!("In the inspector: “", $row_text, "”.")] $row,)*
        }

        impl MessageKey {
            /// What `words` calls them, each between two backticks behind a comma: one text, since a table of texts
            /// costs a page eight bytes a name.
            pub const NAMES: &'static str = concat!(
                $(", `", $name, "`",)*
                $(", `", $late_name, "`",)*
                $(", `", $row_name, "`",)*
            );

            /// In the order of their names.
            pub(super) const KEYS: &'static [MessageKey] = &[
                $(MessageKey::$key,)*
                $(MessageKey::$late_key,)*
                $(MessageKey::$row,)*
            ];

            /// The one that `words` calls so.
            pub fn named(name: &str) -> Option<Self> {
                let mut names = Self::NAMES.split('`');
                for key in Self::KEYS {
                    names.next();
                    if names.next() == Some(name) {
                        return Some(*key);
                    }
                }
                None
            }

            pub(super) fn english(self) -> &'static str {
                match self {
                    $(MessageKey::$key => $text,)*
                    _ => self.late_english(),
                }
            }

            #[inline(never)]
            fn late_english(self) -> &'static str {
                match self {
                    $(MessageKey::$late_key => $late_text,)*
                    $(MessageKey::$row => $row_text,)*
                    _ => "",
                }
            }
        }
    };
}

messages! {
    first {
        /// For a screen reader, while the first data is under way.
        Loading "loading" "Loading";
        /// In place of a chart that takes long.
        LoadingSince "loadingSince" "Loading data since {time}";
        /// In place of a chart whose configuration takes long.
        LoadingDashboardSince "loadingDashboardSince" "Loading the dashboard since {time}";
        /// The same, of several queries.
        QueriesLoaded "queriesLoaded" "{loaded} of {count} queries loaded. Waiting for: {queries}.";
        /// Sentry: an answer without a row.
        NoData "noData" "No Data";
        /// Sentry: rows without a number.
        NoValues "noValues" "The data does not contain any plottable values.";
        /// On the button in place of an empty chart that shows a longer range.
        WiderRange "widerRange" "Show {span}";
        /// On the button that asks again.
        Retry "retry" "Retry";
        /// On the button beside a chart that is out of date.
        RetryNow "retryNow" "Retry now";
        /// Of the shell, while there is no module.
        CannotShow "cannotShow" "This chart cannot be shown";
        /// Sentry: title of a failed chart.
        Failed "failed" "Error loading chart data";
        /// Sentry: an error without any words.
        UnknownError "unknownError" "An unknown error occurred.";
        /// Title over what is wrong with a configuration.
        Misconfigured "misconfigured" "Invalid widget configuration";
        /// Title of a 401.
        SignedOut "signedOut" "You are not signed in";
        /// Title of a 403.
        Forbidden "forbidden" "Permission denied";
        /// Title of a 404.
        NotFound "notFound" "Not found";
        /// Title of a 429.
        TooManyRequests "tooManyRequests" "Too many requests";
        /// Kept data, while newer is under way.
        OldData "oldData" "The data is from {age} ago. Loading newer data.";
        /// How old what is shown is; behind the reason of a failure, where there was one.
        DataAge "dataAge" "The data is from {age} ago.";
        /// Beside a chart of which a part is missing.
        SomeFailed "someFailed" "{failed} of {count} queries failed: {reason}";
        /// Beside a chart that is out of date.
        NextTry "nextTry" "Next retry at {time}.";
        /// On the button that opens a single note.
        OneNote "oneNote" "1 note";
        /// On the button that opens the notes.
        Notes "notes" "{count} notes";
        /// A query without a name, in notes.
        Query "query" "Query {number}";
        /// A query with a name, in notes.
        NamedQuery "namedQuery" "Query {number} (“{name}”)";
        /// Note.
        QueryFailed "queryFailed" "{query} failed: {reason}";
        /// Note.
        OlderAnswer "olderAnswer" "{query} shows older data.";
        /// The end of a list of names.
        AndMore "andMore" "{names} and {count} more";
        /// A note that stands for several.
        ManyTimes "manyTimes" "{note} ({count} times)";
        /// The sum of a stack.
        Total "total" "Total";
        /// What a legend's number is.
        Sum "sum" "sum";
        /// What a legend's number is.
        Average "avg" "avg";
        /// What a legend's number is.
        Highest "max" "max";
        /// What a legend's number is.
        Lowest "min" "min";
        /// Sentry: the rest of all groups.
        Other "other" "Other";
        /// Sentry: values below, between or above thresholds.
        Good "good" "Good";
        /// The same.
        Meh "meh" "Meh";
        /// The same.
        Poor "poor" "Poor";
        /// What a rate is of, where a widget's data is mixed.
        Events "events" "Events";
        /// What a rate is of.
        Spans "spans" "Spans";
        /// What a rate is of.
        Logs "logs" "Logs";
        /// A rate that the widget gives no name: `epm()`.
        PerMinute "perMinute" "{events} per minute";
        /// A rate that the widget gives no name: `eps()`.
        PerSecond "perSecond" "{events} per second";
        /// The switch between errors and transactions.
        Dataset "dataset" "Dataset";
        /// Sentry: label of the sign beside a choice made by default.
        DatasetWarning "datasetWarning" "Dataset split warning";
        /// A side of the switch; what a rate is of.
        Errors "errors" "Errors";
        /// A side of the switch; what a rate is of.
        Transactions "transactions" "Transactions";
        /// Neither side.
        ErrorsAndTransactions "errorsAndTransactions" "Errors and Transactions";
        /// Sentry: what its dashboards say of a widget whose dataset was chosen by default.
        SplitForced "splitForced" "We're splitting our datasets up to make it a bit easier to digest. We defaulted this widget to Errors. Edit as you see fit.";
        /// Why a dataset: the viewer's choice.
        SplitChosen "splitChosen" "{side} was selected for this widget.";
        /// Why a dataset.
        SplitByServer "splitByServer" "The server determined the dataset.";
        /// Why a dataset.
        ErrorsField "errorsField" "“{field}” is an error field.";
        /// Why a dataset.
        TransactionsField "transactionsField" "“{field}” is a transaction field.";
        /// The search asks for a type of events.
        SplitBySearch "splitBySearch" "“{field}” in the search selects {side}.";
        /// Why a dataset.
        SplitByMetrics "splitByMetrics" "The response came from metrics, which contain only transactions.";
        /// Why neither.
        NotKnownYet "notKnownYet" "The dataset is not known yet.";
        /// On the button that gives a decision up.
        FindOutAgain "findOutAgain" "Detect again";
        /// Why neither.
        BothHaveData "bothHaveData" "Errors and transactions both have data.";
        /// Why a dataset.
        OnlyErrors "onlyErrors" "Only errors have data.";
        /// Why a dataset.
        OnlyTransactions "onlyTransactions" "Only transactions have data.";
    }
    late {
        /// On the button of a pinned tooltip.
        OpenEvents "openEvents" "Open these events";
        /// In the menu.
        OpenInSentry "openInSentry" "Open in Sentry";
        /// Note.
        NoComparison "noComparison" "Comparison not available: {reason}";
        /// Note.
        WholeBuckets "wholeBuckets" "The earlier period is shifted by whole buckets because they are wider than the offset.";
        /// Note.
        GoneGroups "goneGroups" "Only in the earlier period: {names}.";
        /// Note.
        LeftGroups "leftGroups" "No longer in the top groups: {names}.";
        /// Note: of three units two have an axis, and the others stand on one of plain numbers (Sentry).
        PlainAxis "plainAxis" "Drawn as plain numbers, beside another unit: {names}.";
        /// Series of a tooltip that are not listed.
        MoreSeries "moreSeries" "+ {count} more";
        /// For a screen reader: where a chart is highest.
        Peak "peak" "Highest: {name} {value}, {time}.";
        /// For a screen reader: what keys do on a chart.
        Keys "keys" "Left and right arrows move through time, up and down through series. M marks the highest value. Shift with an arrow selects, Enter zooms in, Escape goes back. T shows the data as a table.";
        /// The button in the head that leaves a zoom.
        ZoomOut "zoomOut" "Zoom out of {range}";
        /// At the mark of a release.
        Release "release" "Release {version}";
        /// At the line of an alert rule's threshold.
        AlertCritical "alertCritical" "Critical: {name}";
        /// At the line of an alert rule's threshold.
        AlertWarning "alertWarning" "Warning: {name}";
        /// At the mark of an incident that goes on.
        Incident "incident" "Open incident: {name}";
        /// Time of a bucket that may still grow.
        Incomplete "incomplete" "{time}, incomplete";
        /// Time of the earlier bucket.
        Against "against" "compared to {time}";
        /// Time of the earlier bucket, where it is not the exact one.
        AgainstWholeBuckets "againstWholeBuckets" "compared to {time}, shifted by whole buckets";
        /// What a total and its change are of, both.
        CompleteBuckets "completeBuckets" "{now} compared to {before} in complete buckets";
        /// On the button beside a legend entry.
        EarlierOf "earlierOf" "Earlier period of {name}";
        /// On the button that says what is compared with; `{offset}` is the attribute itself.
        Versus "versus" "vs {span}";
        /// On the same button.
        Uncompared "uncompared" "No comparison";
        /// Behind that button.
        ComparedWith "comparedWith" "Compared to {period}.";
        /// Behind that button.
        ComparisonComing "comparisonComing" "Loading the earlier period.";
        /// The choice of an order.
        Order "order" "Sort by";
        /// An order.
        AsRanked "asRanked" "By rank";
        /// An order.
        ByChange "byChange" "By change";
        /// The earlier number.
        From "from" "from {value}";
        /// Of a change, for a screen reader.
        Better "better" "better";
        /// Of a change, for a screen reader.
        Worse "worse" "worse";
        /// In the menu.
        Refresh "refresh" "Refresh";
        /// In the menu.
        ViewTable "viewTable" "View as table";
        /// In the menu, where the data stands as a table.
        ViewChart "viewChart" "View as chart";
        /// Head of a column.
        Time "time" "Time";
        /// In the menu: the width of buckets.
        Interval "interval" "Interval";
        /// A width of buckets that follows from range and widget.
        Automatic "automatic" "Automatic";
        /// In the menu.
        LegendTable "legendTable" "Legend as table";
        /// In the menu, where the legend is a table.
        LegendList "legendList" "Legend as list";
        /// Head of a column: the last number of a series.
        Last "last" "last";
        /// On the sign that opens what the author wrote about a widget.
        About "about" "Description";
        /// In the menu.
        CopyData "copyData" "Copy data";
        /// In the menu.
        DownloadCsv "downloadCsv" "Download CSV";
        /// In the menu.
        DownloadPng "downloadPng" "Download PNG";
        /// In the menu.
        DownloadSvg "downloadSvg" "Download SVG";
        /// In the menu.
        FullScreen "fullScreen" "Full screen";
        /// In the menu.
        Inspect "inspect" "Inspect";
        /// In place of a change: there was nothing before.
        New "new" "new";
        /// In place of a change.
        NoChange "noChange" "no change";
    }
    inspector {
        Inspector "inspector" "Inspector";
        Report "report" "Report";
        ReportText "reportText" "Report as text";
        CopyReport "copyReport" "Copy as text";
        ReportCopied "reportCopied" "Copied";
        CopySelected "copySelected" "Copy the selected text";
        Widget "widget" "Widget";
        LastRequests "lastRequests" "Last requests";
        Times "times" "Times";
        Caches "caches" "Caches";
        NoteList "noteList" "Notes";
        MetricsSinceLoad "metricsSinceLoad" "Metrics since load";
        Module "module" "Module";
        Title "title" "Title";
        State "state" "State";
        DataFrom "dataFrom" "Data from";
        StoredIn "storedIn" "Stored in";
        InBrowser "inBrowser" "the browser's storage";
        InMemory "inMemory" "memory, until the page is closed";
        MetricsTag "metricsTag" "Metrics tag";
        Browser "browser" "Browser";
        PixelRatio "pixelRatio" "{browser}; device pixel ratio {ratio}";
        ErrorReason "errorReason" "Error";
        OlderRequests "olderRequests" "Older requests";
        InProgress "inProgress" "in progress";
        FromCache "fromCache" "from cache";
        TotalTime "totalTime" "{time} total";
        NetworkTime "networkTime" "network {time}";
        DecodeTime "decodeTime" "decode {time}";
        LastRequest "lastRequest" "Last request";
        Decode "decode" "Decode";
        Layout "layout" "Layout";
        Paint "paint" "Paint";
        CachedResponses "cachedResponses" "Responses from cache";
        CachedOf "cachedOf" "{cached} of the last {count}";
        CacheLookups "cacheLookups" "Cache lookups of the page";
        CacheCounts "cacheCounts" "{hits} hits, {misses} misses";
        DecidedBy "decidedBy" "Decided by";
        Reason "reason" "Reason";
        ErrorsHaveData "errorsHaveData" "Errors have data";
        TransactionsHaveData "transactionsHaveData" "Transactions have data";
        FromMetrics "fromMetrics" "Answered from metrics";
        Yes "yes" "yes";
        No "no" "no";
        Asked "asked" "Asked";
        HasData "hasData" "data";
        HasNoData "hasNoData" "no data";
        DefaultDataset "defaultDataset" "default dataset";
        DecidedAt "decidedAt" "Decided at";
        DroppedMetrics "droppedMetrics" "Dropped before sending";
        FailedToRecord "failedToRecord" "Failed to record";
        FirstReason "firstReason" "{count}; first reason: {reason}";
    }
}
