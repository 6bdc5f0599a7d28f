/**
 * Where the package's own module lies, and whether charts can be drawn: the answer of a page. The build puts
 * `host-node.js` or `host-inline.js` in its place for the entry points of Node and of a single file.
 */

/** Entry points of one kind are one on a page. */
export const kind = '';

/** The one place that names the module's file: bundlers that find it twice ship it twice. */
export const ownModule = () => new URL('./wasm/events_stats_widget_bg.wasm', import.meta.url);

/** The same for the late piece. */
export const ownLatePiece = () => new URL('./wasm/events_stats_widget_late.wasm', import.meta.url);

/** What addresses of the page are relative to. */
export const baseUrl = () => globalThis.document?.baseURI ?? import.meta.url;

/** Why there can be no chart here, where that is known before anything is tried. @returns {Error | null} */
export const whyNoChart = () => null;
