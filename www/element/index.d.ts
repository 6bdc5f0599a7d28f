/** A Sentry `events-stats` chart as a custom element. */
import type { Annotation, EventsStatsError, Metric, MetricsOptions, ModuleSource, Settled, SplitDecision, TimeRange, WidgetConfig, WidgetState } from './data.js';

export * from './data.js';
export type * from './frameworks.js';

export class EventsStatsWidget extends HTMLElement {
  /** For elements that hold widgets: `listener` is called now, and after each `configure`, with what it was given so far. */
  static onOptions(listener: (options: Options) => void): void;
  /** The configuration; replaces the attribute `config` (the same as JSON), a child script, `configure({widgets})` and the dashboard. */
  config: WidgetConfig | null | undefined;
  /** Replaces the attributes `stats-period`, `start` and `end`. */
  range: TimeRange | null;
  /** Shown without any request. */
  response: ArrayBuffer | ArrayBufferView | object | undefined;
  /** Used instead of the page's `fetch`, by this element alone. */
  fetch: typeof globalThis.fetch | undefined;
  readonly state: WidgetState;
  readonly error: { code: string; message: string; status: number | null } | null;
  /** Errors or transactions, where that was a question. */
  readonly split: SplitDecision | null;
  /**
   * Asks for new data; resolves when it is shown, or has failed. With `split`, what was decided
   * between errors and transactions is forgotten, and found out again.
   */
  get refresh(): (options?: { split?: boolean }) => Promise<Settled>;
  /** The attribute of that name: what frameworks set that find a member of the element. */
  set refresh(seconds: number | string | null | undefined);
  /** Resolves when nothing is in flight and what can be drawn is. */
  settled(): Promise<Settled>;
  /** Lays out and paints what is pending, now. */
  flush(): void;
  /** What is shown, as an SVG document; by default of the element's own size. */
  toSvg(size?: { width?: number; height?: number }): Promise<string>;
  /** What is shown, as a PNG picture. */
  toPng(size?: { width?: number; height?: number; scale?: number }): Promise<Blob>;
  /** What is shown, as comma-separated values. */
  toCsv(): Promise<string>;
}

/** Names of the widget's own texts; some have places such as `{count}`. */
export type WordName =
  | 'loading' | 'loadingSince' | 'loadingDashboardSince' | 'queriesLoaded' | 'noData' | 'noValues' | 'widerRange' | 'retry' | 'retryNow' | 'cannotShow' | 'failed' | 'unknownError' | 'misconfigured'
  | 'signedOut' | 'forbidden' | 'notFound' | 'tooManyRequests' | 'oldData' | 'dataAge' | 'someFailed' | 'nextTry' | 'oneNote'
  | 'notes' | 'openEvents' | 'openInSentry' | 'query' | 'namedQuery' | 'queryFailed' | 'olderAnswer' | 'noComparison' | 'wholeBuckets'
  | 'goneGroups' | 'leftGroups' | 'plainAxis' | 'andMore' | 'manyTimes' | 'moreSeries' | 'total' | 'peak' | 'keys' | 'refresh' | 'viewTable' | 'viewChart' | 'interval' | 'automatic' | 'legendTable' | 'legendList' | 'last' | 'about' | 'time' | 'copyData' | 'downloadCsv' | 'downloadPng' | 'downloadSvg' | 'fullScreen' | 'inspect' | 'zoomOut' | 'release' | 'alertCritical' | 'alertWarning' | 'incident' | 'incomplete' | 'against' | 'againstWholeBuckets'
  | 'completeBuckets' | 'earlierOf' | 'versus' | 'uncompared' | 'comparedWith' | 'comparisonComing'
  | 'order' | 'asRanked' | 'byChange' | 'from' | 'better' | 'worse' | 'new' | 'noChange' | 'sum' | 'avg' | 'max' | 'min' | 'other'
  | 'good' | 'meh' | 'poor' | 'events' | 'spans' | 'logs' | 'perMinute' | 'perSecond'
  | 'dataset' | 'datasetWarning' | 'errors' | 'transactions' | 'errorsAndTransactions' | 'splitForced'
  | 'splitChosen' | 'splitByServer' | 'errorsField' | 'transactionsField' | 'splitByMetrics' | 'splitBySearch'
  | 'notKnownYet' | 'findOutAgain' | 'bothHaveData' | 'onlyErrors' | 'onlyTransactions'
  | 'inspector' | 'report' | 'reportText' | 'copyReport' | 'reportCopied' | 'copySelected' | 'widget' | 'lastRequests' | 'times'
  | 'caches' | 'noteList' | 'metricsSinceLoad' | 'module' | 'title' | 'state' | 'dataFrom' | 'storedIn' | 'inBrowser' | 'inMemory'
  | 'metricsTag' | 'browser' | 'pixelRatio' | 'errorReason' | 'olderRequests' | 'inProgress' | 'fromCache' | 'totalTime'
  | 'networkTime' | 'decodeTime' | 'lastRequest' | 'decode' | 'layout' | 'paint' | 'cachedResponses' | 'cachedOf' | 'cacheLookups'
  | 'cacheCounts' | 'decidedBy' | 'reason' | 'errorsHaveData' | 'transactionsHaveData' | 'fromMetrics' | 'yes' | 'no' | 'asked'
  | 'hasData' | 'hasNoData' | 'defaultDataset' | 'decidedAt' | 'droppedMetrics' | 'failedToRecord' | 'firstReason';

export interface Options {
  baseUrl?: string;
  org?: string | number;
  /** Used towards the origin of `baseUrl` (without one: the page's own) and the `fetchOrigins`. */
  fetch?: typeof globalThis.fetch;
  /** Further origins that may see what `fetch` adds. */
  fetchOrigins?: string[];
  /** Configurations by widget id. */
  widgets?: Record<string, WidgetConfig>;
  /** Requests under way per origin. */
  concurrency?: number;
  timeoutMs?: number;
  maxBytes?: number;
  retry?: false | number | {
    attempts?: number;
    baseMs?: number;
    capMs?: number;
    /** How long after a refusal it is asked again: 180000 by default, or the refresh interval where that is longer. */
    refusedMs?: number;
    /** Which refusals are asked again at all: `[404]` by default. */
    refused?: Array<401 | 403 | 404>;
  };
  /** Keep answers for their fresh time; `maxBytes` is 16 MiB where none is given. */
  cache?: boolean | { maxBytes?: number; /** Do not hide and forget on a 401 or 403. */ keepOnRefusal?: boolean };
  /** Names the signed-in user; with it, answers outlive the page. Stored as it is: no secret. */
  cacheKey?: string;
  split?: { policy?: 'errors' | 'undecided'; save?: boolean; names?: boolean; server?: boolean };
  metrics?: MetricsOptions;
  /** The widget's own texts by name, in place of the English ones. */
  words?: { [Name in WordName]?: string };
  /** CSS colours of series: by slot, or by a series' name or group. */
  palette?: string[] | Record<string, string>;
  /** Marks on all charts, besides those of a widget's own configuration. */
  annotations?: Annotation[];
  painter?: 'auto' | 'strokes' | 'raster';
  /** Address of Sentry's own pages, such as `https://sentry.io`: what is chosen can be opened there. */
  sentryUrl?: string;
  /** Files of values that the menu saves begin with a byte order mark, by which Excel knows UTF-8; false. */
  csvByteOrderMark?: boolean;
  /** Refreshes may come every second. For tests of a page; each such widget says so in a note. */
  testMode?: boolean;
}

/** Sets options for all widgets of the page; throws for an unknown key. */
export function configure(options: { [Key in keyof Options]: Options[Key] | undefined }): void;

export type PageModuleSource = ModuleSource | Response | WebAssembly.Module;

/**
 * Loads the module once. By default from the package's own folder. `late` is where its second
 * piece comes from, which is fetched after the first picture: by default from beside the first.
 */
export function init(input?: PageModuleSource | PromiseLike<PageModuleSource>, late?: PageModuleSource | PromiseLike<PageModuleSource>): Promise<void>;

/** Registers the element; a second time under the same name it does nothing. */
export function defineElement(name?: string): typeof EventsStatsWidget;

/** A search that finds events. */
export interface EventsQuery {
  /** `errors`, `transactions`, `discover`, `spans`, `logs` …, as the API names it. */
  dataset: string;
  /** Search text: the widget's conditions and filters, and the group's values. */
  query: string;
  /** What the widget groups by, or the columns of the table. */
  fields: string[];
  project: string[];
  environment: string[];
  /** ISO 8601; the end is excluded. */
  start: string;
  end: string;
}

/** What the viewer chose, and what finds its events. */
export interface SelectDetail {
  widgetId: string;
  kind: 'bucket' | 'series' | 'row' | 'widget';
  /** Name of the series; null for a row, and for all series of a bucket. */
  series: string | null;
  /** Values of the group by field, null where the events have none; null without a group. */
  group: Record<string, string | number | boolean | null> | null;
  bucket: { start: string; end: string } | null;
  /** By axis or field; by series for all series of a bucket. */
  values: Record<string, number | null>;
  /** Null where no search finds just these events, or the page gave the answer itself. */
  query: EventsQuery | null;
  /** What the widget does: keep the tooltip, open the events in Sentry, or nothing. */
  action: 'pin' | 'open' | null;
}

export interface EventsStatsEventMap {
  'events-stats-load': CustomEvent<{ state: WidgetState; series: number }>;
  'events-stats-error': CustomEvent<EventsStatsError>;
  /** Null where what was decided is so no more. */
  'events-stats-split': CustomEvent<SplitDecision | null>;
  /**
   * The range is another one now: `range`, with null for what it does not say. By the viewer
   * (dragged over, gone back from, or a longer one in place of an empty chart), which `preventDefault()` forbids; by the page's `range` or an
   * attribute in place of it; or by another widget of the group. `zooms`: how many the viewer can go back.
   */
  'events-stats-range': CustomEvent<{
    statsPeriod: string | null; start: string | null; end: string | null; zooms: number; source: 'viewer' | 'page' | 'group';
  }>;
  'events-stats-series': CustomEvent<{ hidden: string[] }>;
  /** The viewer chose something. `preventDefault()`: the page does what there is to do, in place of `action`. */
  'events-stats-select': CustomEvent<SelectDetail>;
  /** Something about this element was counted or measured. */
  'events-stats-metric': CustomEvent<Metric>;
}

declare global {
  interface HTMLElementTagNameMap {
    'events-stats-widget': EventsStatsWidget;
  }
  interface HTMLElementEventMap extends EventsStatsEventMap {}
  /** They bubble, so a page may listen at its document or its window as well. */
  interface DocumentEventMap extends EventsStatsEventMap {}
  interface WindowEventMap extends EventsStatsEventMap {}
}
