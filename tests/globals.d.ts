/** What pages of the tests and benches have, beside the browser's own: for `checkJs` alone. */

/** The peers of the drawing bench, loaded by its page. */
// biome-ignore lint/suspicious/noExplicitAny: the bench treats all three libraries alike, which their types do not.
declare const uPlot: any;
// biome-ignore lint/suspicious/noExplicitAny: as above.
declare const echarts: any;

/** Requests of a page of many charts (`tests/e2e/wall.js`). */
declare var traffic: { sent: number; underWay: number; most: number; dashboards: number; times: number[] };

/** The element, as pages of the browser tests have it. */
type Widget = import('../www/element/index.js').EventsStatsWidget;

/** The package, where a page of a test keeps it. */
declare var charts: typeof import('../www/element/index.js');

interface Window {
  /** What the pages of the browser tests keep for their tests: the one widget, and what was noted of it. */
  widget: Widget;
  seen: unknown[];
  asked: string[];
  splits: string[];
  counted: import('../www/element/index.js').Metric[];
  thrown: number;
  called: number;
  moved?: Widget;
  /** What markup from outside would set, if it ran. */
  pwned?: boolean;
  hacked?: boolean;
  twin: (url: URL) => { status?: number; body: object };
  show: (config: object, attributes: Record<string, string>, place?: Widget) => Promise<Widget>;
  /** Of a frame of the metrics bench. */
  prepare?: (task: object) => Promise<void>;
}

/** Ids that pages of the browser tests give to widgets alone. */
interface Document {
  getElementById(id: 'a' | 'b' | 'c' | 'one' | 'two' | 'three'): Widget;
}

/** In a widget there is nothing but HTML. */
interface ShadowRoot {
  querySelector<Tag extends keyof HTMLElementTagNameMap>(tag: Tag): HTMLElementTagNameMap[Tag] | null;
  querySelector<Found extends Element = HTMLElement>(selectors: string): Found | null;
  querySelectorAll<Tag extends keyof HTMLElementTagNameMap>(tag: Tag): NodeListOf<HTMLElementTagNameMap[Tag]>;
  querySelectorAll<Found extends Element = HTMLElement>(selectors: string): NodeListOf<Found>;
}

interface HTMLElement {
  cloneNode(deep?: boolean): this;
}

interface StorageEstimate {
  /** Chromium's alone. */
  usageDetails?: { indexedDB?: number };
}

/** What the page of a menu's test was given to save or to copy. */
declare var taken: Array<{ name?: string; blob?: Blob; text?: string }>;

/** The instance of the module that runs in the page: what the package keeps to itself. */
declare var instance: {
  exports: {
    memory: WebAssembly.Memory;
    connect(root: ShadowRoot, host: object): number;
    disconnect(handle: number): void;
    /** Of a build for tests. */
    panicForTest(): void;
    trapForTest(depth: number): void;
    missForTest(depth: number): void;
  };
};
