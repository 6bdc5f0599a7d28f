/** What the package takes and gives without any page: these declarations need no DOM. */

/** Class of the errors that this package throws, shows and announces. */
export class EventsStatsError extends Error {
  readonly name: 'EventsStatsError';
  /** Stable name for programs, such as `config`, `unauthorized`, `network`, `wasm_blocked`. */
  readonly code: string;
  /** HTTP status, where there was an answer. */
  readonly status?: number;
  constructor(code: string, message: string, options?: { cause?: unknown });
}

export type DisplayType = 'line' | 'area' | 'stacked_area' | 'bar' | 'top_n' | 'big_number' | 'table';
export type WidgetType = 'discover' | 'error-events' | 'transaction-like' | 'spans' | 'logs' | 'tracemetrics';

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

/** What value axes show: from zero, from the lowest value, powers of ten, or the left axis from one number to another (`0,100`). */
export type AxisRange = 'auto' | 'dataMin' | 'log' | `${number},${number}` | `${number},` | `,${number}`;

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
  /** Marks on its time axis. */
  annotations?: Annotation[] | null;
  /** `auto` where nothing is said. */
  axisRange?: AxisRange | null;
  queries: WidgetQuery[];
  /** Which of Sentry's two endpoints of series is asked; `events-stats` where none is given. */
  endpoint?: 'events-stats' | 'events-timeseries';
  /** Any other request parameter, sent as it is. */
  params?: Record<string, string | number | boolean | Array<string | number>>;
  [other: string]: unknown;
}

/** A moment, or with `end` a stretch of time, that charts mark: a deploy, an incident. Times are ISO 8601. */
export interface Annotation {
  time: string;
  end?: string | null;
  text: string;
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

/** An address, or the bytes themselves. */
export type ModuleSource = string | { readonly href: string } | ArrayBuffer | ArrayBufferView;

export interface SvgLooks {
  width?: number;
  height?: number;
  theme?: 'auto' | 'light' | 'dark';
  timezone?: string;
  locale?: string;
  /** Gives series the colours that they have in this organization's widgets. */
  org?: string;
}

/**
 * Draws an answer as an SVG document, without an element: the same text in a page, in a worker and in Node. Of a widget of
 * several queries a list of answers, one of each. Rejects where it cannot.
 */
export function renderSvg(
  config: WidgetConfig,
  response: ArrayBuffer | ArrayBufferView | object | ReadonlyArray<ArrayBuffer | ArrayBufferView | object>,
  looks?: SvgLooks,
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

export const version: string;
