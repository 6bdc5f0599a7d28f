/** A Sentry `events-stats` chart as a custom element. */

/** Class of the errors that this package throws, shows and announces. */
export class EventsStatsError extends Error {
  readonly name: 'EventsStatsError';
  /** Stable name for programs, such as `config`, `unauthorized`, `network`, `wasm_blocked`. */
  readonly code: string;
  /** HTTP status, where there was an answer. */
  readonly status?: number;
}

export type DisplayType = 'line' | 'area' | 'stacked_area' | 'bar' | 'top_n' | 'big_number' | 'table';
export type WidgetType = 'discover' | 'error-events' | 'transaction-like' | 'spans' | 'logs';

/** One query of a widget, in the shape of Sentry's dashboards API. */
export interface WidgetQuery {
  name?: string;
  fields?: string[];
  aggregates?: string[];
  columns?: string[];
  conditions?: string;
  orderby?: string;
  fieldAliases?: string[] | null;
}

/** One widget, in the shape of Sentry's dashboards API; what it has besides is ignored. */
export interface WidgetConfig {
  id?: string | number;
  title?: string;
  displayType: DisplayType;
  interval?: string;
  limit?: number | null;
  widgetType?: WidgetType | null;
  datasetSource?: string | null;
  /** Bands behind charts, a word beside big numbers; with `timeWindow` (`10m`) bounds of counts grow with the buckets. */
  thresholds?: {
    max_values: { max1?: number | null; max2?: number | null };
    unit?: string | null;
    preferredPolarity?: '+' | '-' | '';
    timeWindow?: string;
  } | null;
  queries: WidgetQuery[];
  /** Any other request parameter, sent as it is. */
  params?: Record<string, string | number | boolean | Array<string | number>>;
  [other: string]: unknown;
}

/** "The last 14 days" or two moments. */
export type TimeRange = { statsPeriod: string } | { start: string | Date; end: string | Date };

export type WidgetState = 'idle' | 'loading' | 'ready' | 'stale' | 'empty' | 'error';

export interface Settled {
  /** False for a box without area, and in a background tab. */
  drawn: boolean;
}

export interface SplitDecision {
  dataset: 'error-events' | 'transaction-like' | 'discover';
  source: 'inferred' | 'forced' | 'user' | 'server';
  evidence: {
    field: string | null;
    hasErrors: boolean | null;
    hasTransactions: boolean | null;
    usedMetrics: boolean | null;
    /** Epoch seconds; null where it was not decided here. */
    decidedAt: number | null;
    /** What was asked to find out, and whether anything came back; empty where nothing had to be. */
    asked: Array<{ dataset: string; query: string; hasData: boolean }>;
  };
}

export class EventsStatsWidget extends HTMLElement {
  /** The configuration; replaces a child script, `configure({widgets})` and the dashboard. */
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
  refresh(options?: { split?: boolean }): Promise<Settled>;
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
  | 'loading' | 'noData' | 'noValues' | 'retry' | 'retryNow' | 'cannotShow' | 'failed' | 'unknownError' | 'misconfigured'
  | 'signedOut' | 'forbidden' | 'notFound' | 'tooManyRequests' | 'oldData' | 'dataAge' | 'someFailed' | 'nextTry' | 'oneNote'
  | 'notes' | 'query' | 'namedQuery' | 'queryFailed' | 'olderAnswer' | 'noComparison' | 'wholeBuckets'
  | 'goneGroups' | 'leftGroups' | 'andMore' | 'manyTimes' | 'moreSeries' | 'total' | 'peak' | 'keys' | 'refresh' | 'copyData' | 'downloadCsv' | 'downloadPng' | 'downloadSvg' | 'fullScreen' | 'inspect' | 'zoomOut' | 'incomplete' | 'against' | 'againstWholeBuckets'
  | 'completeBuckets' | 'earlierOf' | 'versus' | 'uncompared' | 'comparedWith' | 'comparisonComing'
  | 'order' | 'asRanked' | 'byChange' | 'from' | 'better' | 'worse' | 'new' | 'noChange' | 'sum' | 'avg' | 'max' | 'min' | 'other'
  | 'dataset' | 'datasetWarning' | 'errors' | 'transactions' | 'errorsAndTransactions' | 'splitForced'
  | 'splitChosen' | 'splitByServer' | 'errorsField' | 'transactionsField' | 'splitByMetrics' | 'splitBySearch'
  | 'notKnownYet' | 'findOutAgain' | 'bothHaveData' | 'onlyErrors' | 'onlyTransactions';

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
  painter?: 'auto' | 'strokes' | 'raster';
  /** Refreshes may come every second. For tests of a page; each such widget says so in a note. */
  testMode?: boolean;
}

/** Sets options for all widgets of the page; throws for an unknown key. */
export function configure(options: { [Key in keyof Options]: Options[Key] | undefined }): void;

type ModuleSource = string | URL | Response | BufferSource | WebAssembly.Module;

/**
 * Loads the module once. By default from the package's own folder. `late` is where its second
 * piece comes from, which is fetched after the first picture: by default from beside the first.
 */
export function init(input?: ModuleSource | PromiseLike<ModuleSource>, late?: ModuleSource | PromiseLike<ModuleSource>): Promise<void>;

/** Draws an answer as an SVG document, without an element: the same text in a page, in a worker and in Node. Rejects where it cannot. */
export function renderSvg(
  config: WidgetConfig,
  response: ArrayBuffer | ArrayBufferView | object,
  looks?: { width?: number; height?: number; theme?: 'auto' | 'light' | 'dark'; timezone?: string; locale?: string; org?: string },
): Promise<string>;

/** Forgets everything that was kept beyond this page. */
export function clearStore(): Promise<void>;

/** What a metrics backend `memory` has kept, oldest first; nothing before the module runs. */
export function metrics(): Metric[];

/**
 * Records a metric of the page's own, by the rules and to the backends of `configure({metrics})`.
 * Throws for a wrong argument. `value` is 1 where none is given.
 */
export function recordMetric(
  name: string,
  value?: number,
  options?: {
    /** `counter` where none is given; `count` is the same. */
    type?: 'count' | Metric['type'];
    /** Such as `byte`; a timing is in seconds unless it names another. */
    unit?: string;
    tags?: Record<string, string | number | boolean | null | undefined>;
    /** Which one of several things of a kind. */
    instance?: string;
    /** In place of the page's. */
    sampleRate?: number;
  },
): void;

/** Registers the element; a second time under the same name it does nothing. */
export function defineElement(name?: string): typeof EventsStatsWidget;

export const version: string;

export interface EventsStatsEventMap {
  'events-stats-load': CustomEvent<{ state: WidgetState; series: number }>;
  'events-stats-error': CustomEvent<EventsStatsError>;
  /** Null where what was decided is so no more. */
  'events-stats-split': CustomEvent<SplitDecision | null>;
  /**
   * The range is another one now: `range`, with null for what it does not say. By the viewer
   * (dragged over, or gone back from), which `preventDefault()` forbids; by the page's `range` or an
   * attribute in place of it; or by another widget of the group. `zooms`: how many the viewer can go back.
   */
  'events-stats-range': CustomEvent<{
    statsPeriod: string | null; start: string | null; end: string | null; zooms: number; source: 'viewer' | 'page' | 'group';
  }>;
  'events-stats-series': CustomEvent<{ hidden: string[] }>;
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

/** One metric, as a function of the host's gets it and `events-stats-metric` carries it. */
export interface Metric {
  name: string;
  type: 'counter' | 'gauge' | 'timing' | 'distribution';
  /** Amount of a counter, not scaled by `sampleRate`; value of the others. */
  value: number;
  unit: string | null;
  tags: Record<string, string>;
  sampleRate: number;
  /** Epoch milliseconds. */
  timestamp: number;
  /** The trace of the page's Sentry SDK, where it is in one. */
  trace: { traceId: string; spanId: string } | null;
}

/** Where metrics go: by name, with options of their own, or a function of the host's. */
export type MetricsBackend =
  | 'dummy' | 'memory' | 'console' | 'dogstatsd' | 'sentry'
  | { name: 'memory'; capacity?: number }
  | {
      name: 'datadog'; url: string; version?: 'v1' | 'v2'; host?: string;
      /** Sent as headers alone. Whoever reads the page can read them. */
      api_key?: string; app_key?: string;
      tags?: Record<string, string | number | boolean>;
    }
  | {
      name: 'dogstatsd'; url?: string; statsd_host?: string; statsd_port?: number;
      tags?: Record<string, string | number | boolean>;
    }
  | ((metric: Metric) => unknown);

/** The module's account of its own work. */
export interface MetricsOptions {
  backend?: MetricsBackend | MetricsBackend[];
  /** `sentry.` where none is given. */
  prefix?: string;
  sampleRate?: number;
  tags?: Record<string, string | number | boolean>;
  /** Refuse a metric with a denied tag instead of dropping the tag. */
  strict?: boolean;
  skipInternal?: boolean | string[];
  batch?: { items?: number; waitMs?: number; capacity?: number };
}
