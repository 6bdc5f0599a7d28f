/**
 * The glue of the module as the shell uses it, for `checkJs` in a checkout where nothing is built. In the package
 * the generated declarations stand in its place.
 */

/** What an element gives to the module to be told by. */
export interface Host {
  changed(state: string, error: Error | null): void;
  announce(name: string, detail: object | null): void;
  select(start: string | null, end: string | null): void;
  keep(config: string, answers: Array<Uint8Array | null>): void;
}

export type Fetch = typeof globalThis.fetch;

export default function init(options?: { module_or_path: WebAssembly.Module }): Promise<WebAssembly.Exports & { memory: WebAssembly.Memory }>;
export function initSync(): WebAssembly.Exports & { memory: WebAssembly.Memory };
export function __wbg_reset_state(): void;

export function start(onPanic: (reason: string) => void, ask: (fetch: Fetch, url: string, init: RequestInit) => Promise<unknown>, complete: () => Promise<void>): void;
export function completed(): void;
export function end(): boolean;
export function stackMark(): number;
export function configure(json: string, fetch: Fetch | undefined, functions: Array<(metric: unknown) => unknown>): void;
export function lookAtDashboards(): void;
export function clearStore(): Promise<void>;
export function metrics(): object[];
export function recordMetric(kind: string, name: string, value: number, rest: string): void;
export function renderSvg(config: string, response: Uint8Array, looks: string): string;

/** 0 when there are too many. */
export function connect(root: ShadowRoot, host: Host): number;
export function disconnect(handle: number): void;
export function assign(handle: number, attributes: string, config: string | undefined, fetch: Fetch | undefined): void;
export function respond(handle: number, response: Uint8Array | undefined): void;
export function restore(handle: number, config: string, answers: Array<Uint8Array | null>): void;
export function reject(handle: number, key: string, expected: string, found: string): void;
export function refresh(handle: number, anew: boolean): void;
export function settled(handle: number): Promise<boolean>;
export function flush(handle: number): void;
export function toSvg(handle: number, width: number, height: number): string;
export function toPng(handle: number, width: number, height: number, scale: number): Promise<Blob>;
export function toCsv(handle: number): string;
