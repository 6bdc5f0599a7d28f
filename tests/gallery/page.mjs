/** Runs in the page: draws the sheet that its address names, and says when it can be taken a picture of. */
import * as beside from './sheets/beside.mjs';
import * as dashboard from './sheets/dashboard.mjs';
import * as open from './sheets/open.mjs';
import * as pairs from './sheets/pairs.mjs';
import * as states from './sheets/states.mjs';

/** @type {Record<string, {draw: (main: HTMLElement, options: any) => Promise<unknown>}>} */
const SHEETS = { beside, dashboard, open, pairs, states };

const options = /** @type {any} */ (Object.fromEntries(new URL(location.href).searchParams));
document.documentElement.dataset.theme = options.theme;
const main = document.querySelector('main');
main.className = options.sheet;
// Imported where it runs: the bundle is not to hold the package.
const shell = '/package/index.js';
const { configure, init } = await import(shell);
await init();
// One that is never answered must not keep the others waiting, and what failed is to stay so.
configure({ concurrency: 64, retry: false });
/** @type {any} */ (globalThis).finish = await SHEETS[options.sheet].draw(main, options) ?? (() => {});
