/** What `require('events-stats-widget')` gives in Node where it cannot load a module; the rest by `await import(…)`. */
import type { ModuleSource, SvgLooks, WidgetConfig } from './data.js' with { 'resolution-mode': 'import' };

export function init(input?: ModuleSource | PromiseLike<ModuleSource>, late?: ModuleSource | PromiseLike<ModuleSource>): Promise<void>;
export function renderSvg(config: WidgetConfig, response: ArrayBuffer | ArrayBufferView | object, looks?: SvgLooks): Promise<string>;
export function clearStore(): Promise<void>;
