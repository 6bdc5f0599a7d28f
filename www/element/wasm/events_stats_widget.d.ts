/** What wasm-bindgen makes around the module, in the form that `scripts/build/glue.mjs` gives it: one object. */

/** What an element gives to the module to be told by. */
export interface Host {
  changed(state: string, error: Error | null): void;
  announce(name: string, detail: object | null): boolean | undefined;
  select(start: string | null, end: string | null): void;
  keep(config: string, answers: Array<Uint8Array | null>): void;
}

export type Fetch = typeof globalThis.fetch;

export interface Glue {
  /** Who is asked for the late piece where it is called before it is there; the call waits. */
  whenMissing(ask: () => void): void;
  /** Makes the first instance. */
  init(module: WebAssembly.Module): Promise<void>;
  /** Makes another one in its place. */
  reset(): void;
  /** What the module itself exports. */
  exports(): WebAssembly.Exports & { memory: WebAssembly.Memory; shared: WebAssembly.Table };

  start(onPanic: (reason: string) => void, ask: (fetch: Fetch, url: string, init: RequestInit) => Promise<unknown>, complete: () => Promise<void>): void;
  completed(): void;
  end(): boolean;
  stackMark(): number;
  configure(json: string, fetch: Fetch | undefined, functions: Array<(metric: unknown) => unknown>): void;
  lookAtDashboards(): void;
  clearStore(): Promise<void>;
  metrics(): object[];
  recordMetric(kind: string, name: string, value: number, rest: string): void;
  renderSvg(config: string, answers: Uint8Array[], looks: string): string;

  /** 0 when there are too many. */
  connect(root: ShadowRoot, host: Host): number;
  disconnect(handle: number): void;
  assign(handle: number, attributes: string, config: string | undefined, fetch: Fetch | undefined): void;
  respond(handle: number, response: Uint8Array | undefined): void;
  restore(handle: number, config: string, answers: Array<Uint8Array | null>): void;
  reject(handle: number, key: string, expected: string, found: string): void;
  refresh(handle: number, anew: boolean): void;
  settled(handle: number): Promise<boolean>;
  flush(handle: number): void;
  toSvg(handle: number, width: number, height: number): string;
  toPng(handle: number, width: number, height: number, scale: number): Promise<Blob>;
  toCsv(handle: number): string;
}

declare const glue: Glue;
export default glue;
