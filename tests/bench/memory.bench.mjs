/** The module's memory, which never shrinks: a dashboard of S, a chart of L, and what 1000 refreshes add to either. */
import { inBrowsers, openCharts } from './charts.mjs';
import { Figures } from './figures.mjs';

const MIB = 2 ** 20;
const MANY = { size: 'S', count: 30 };
const LARGE = { size: 'L', count: 3 };
/** Until every buffer is as large as these answers make it. */
const WARM = 40;
const REFRESHES = 1000;

const figures = new Figures('memory');
await inBrowsers(figures, { libraries: ['ours'], browsers: ['Chromium'] }, async (opened, url) => {
  /** The page's module is watched from its start. */
  const open = () => openCharts(opened, url, ['ours'], { prepare: (page) => page.evaluate(() => /** @type {any} */ (globalThis).watchMemory()) });
  const growth = [await many(await open()), await large(await open())];
  figures.set('Chromium', 'memory.growth', Math.max(...growth));
});
figures.write();

/** @param {string} id @param {string} what @param {number} mounted @param {number} warm @param {number} after */
function note(id, what, mounted, warm, after) {
  for (const [when, bytes] of Object.entries({ mounted, [`after ${WARM} refreshes`]: warm, [`after ${REFRESHES} more`]: after })) {
    figures.add('Chromium', `memory of ${what}, ${when}`, 'ours', [bytes / MIB], 'MiB');
  }
  figures.set('Chromium', id, after / MIB);
  return (after - warm) / MIB;
}

/** @param {Awaited<ReturnType<typeof openCharts>>} charts */
async function many(charts) {
  await charts.call('mountMany', 'ours', MANY);
  const mounted = await charts.call('memoryBytes');
  const refresh = async (/** @type {number} */ from, /** @type {number} */ to) => {
    for (let turn = from; turn < to; turn += 1) await charts.call('refreshMany', 'ours', MANY, turn);
    return charts.call('memoryBytes');
  };
  // Each turn refreshes all thirty.
  const warm = await refresh(1, 1 + WARM);
  const after = await refresh(1 + WARM, 1 + WARM + Math.ceil(REFRESHES / MANY.count));
  await charts.close();
  return note('memory.many', '30 x S', mounted, warm, after);
}

/** @param {Awaited<ReturnType<typeof openCharts>>} charts */
async function large(charts) {
  await charts.call('mountMany', 'ours', { ...LARGE, count: 1 });
  const mounted = await charts.call('memoryBytes');
  await charts.call('prepare', LARGE);
  const refresh = async (/** @type {number} */ from, /** @type {number} */ to) => {
    for (let turn = from; turn < to; turn += 1) await charts.call('refreshMany', 'ours', LARGE, turn);
    return charts.call('memoryBytes');
  };
  const warm = await refresh(1, 1 + WARM);
  const after = await refresh(1 + WARM, 1 + WARM + REFRESHES);
  await charts.close();
  return note('memory.L', 'L', mounted, warm, after);
}
