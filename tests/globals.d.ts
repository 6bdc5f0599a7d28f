/** What pages of the tests and benches have, beside the browser's own: for `checkJs` alone. */

/** The peers of the drawing bench, loaded by its page. */
// biome-ignore lint/suspicious/noExplicitAny: the bench treats all three libraries alike, which their types do not.
declare const uPlot: any;
// biome-ignore lint/suspicious/noExplicitAny: as above.
declare const echarts: any;

/** Requests of a page of the soak test. */
declare const traffic: { underWay: number };

interface Window {
  /** Of a frame of the metrics bench. */
  prepare?: (task: object) => Promise<void>;
}

interface StorageEstimate {
  /** Chromium's alone. */
  usageDetails?: { indexedDB?: number };
}

/** What the package keeps to itself. */
declare module '*/events_stats_widget.js' {
  export default function init(): Promise<WebAssembly.Exports & { memory: WebAssembly.Memory }>;
}
