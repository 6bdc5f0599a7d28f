/**
 * What counting its own work costs a refresh: request to pixels with nothing counted, with the
 * default (which nobody listens to) and with DogStatsD, in one page, rounds interleaved. Nothing
 * counted runs twice: what it differs from itself is the noise that the others are judged by.
 */
import { median } from './median.mjs';
import { launch, servePages } from './pages.mjs';

const FOLDERS = { '/package/': 'dist/package', '/': 'tests/bench/metrics' };

/** Options by name. The first is what the others are compared with. */
const KINDS = {
  nothing: { skipInternal: true },
  'nothing again': { skipInternal: true },
  'dummy (default)': {},
  dogstatsd: { backend: { name: 'dogstatsd', url: '/relay' } },
};
/** Most that a refresh may take longer, as a share, beside the noise. */
const GOALS = { 'dummy (default)': 0, dogstatsd: 0.02 };
/** Series, buckets, rounds and refreshes of a round: so many of them that each sends a full batch. */
const SIZES = { S: [6, 288, 30, 40], M: [11, 1440, 12, 40] };
/** Under this nobody can tell; over the other one nothing can be told. */
const LEAST_NOISE = 0.01;
const MOST_NOISE = 0.03;

const answers = new Map();
const server = await servePages(FOLDERS, (path) => {
  const size = /(\d+)x(\d+)/.exec(path);
  if (!size) return undefined;
  if (!answers.has(size[0])) answers.set(size[0], answer(Number(size[1]), Number(size[2])));
  return answers.get(size[0]);
});
const browser = await launch();
let failed = false;
try {
  const page = await browser.newPage({ viewport: { width: 1000, height: 800 } });
  page.on('pageerror', (error) => {
    failed = true;
    console.error(error);
  });
  await page.goto(server.url);
  await page.waitForFunction(() => 'run' in globalThis, undefined, { timeout: 30_000 });
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  for (const [name, [series, buckets, rounds, refreshes]] of Object.entries(SIZES)) {
    await page.evaluate((task) => /** @type {any} */ (globalThis).prepare(task), { kinds: KINDS, series, buckets });
    report(`${name} ${series}x${buckets}`, await measure(page, session, rounds, refreshes));
  }
} finally {
  await browser.close();
  server.close();
}
process.exitCode = failed ? 1 : 0;

/**
 * Milliseconds a refresh, by kind and round; each round begins with another kind.
 * @param {import('playwright-core').Page} page
 * @param {import('playwright-core').CDPSession} session
 * @param {number} rounds
 * @param {number} refreshes
 */
async function measure(page, session, rounds, refreshes) {
  const names = Object.keys(KINDS);
  /** @type {Record<string, number[]>} */
  const times = Object.fromEntries(names.map((name) => [name, []]));
  // The first rounds warm up.
  for (let round = -2; round < rounds; round += 1) {
    for (let turn = 0; turn < names.length; turn += 1) {
      const name = names[(turn + round + 2) % names.length];
      const begun = await threadTime(session);
      await page.evaluate(([name, count]) => /** @type {any} */ (globalThis).run(name, count), /** @type {const} */ ([name, refreshes]));
      if (round >= 0) times[name].push((1_000 * ((await threadTime(session)) - begun)) / refreshes);
    }
  }
  return times;
}

/**
 * Seconds that the page's thread was at work: what other programs take from it does not count.
 * @param {import('playwright-core').CDPSession} session
 */
async function threadTime(session) {
  const { metrics } = await session.send('Performance.getMetrics');
  return metrics.find(({ name }) => name === 'ThreadTime')?.value ?? Number.NaN;
}

/**
 * @param {string} title
 * @param {Record<string, number[]>} times
 */
function report(title, times) {
  const base = times.nothing;
  const ratio = (/** @type {string} */ kind) => median(times[kind].map((ms, round) => ms / base[round]));
  const noise = Math.max(LEAST_NOISE, Math.abs(ratio('nothing again') - 1));
  console.log(`\nOne refresh, request to pixels, ${title}, time of the page's thread; noise ${percent(noise)}`);
  for (const kind of Object.keys(times)) {
    const goal = /** @type {Record<string, number>} */ (GOALS)[kind];
    const isMet = ratio(kind) - 1 <= goal + noise;
    const verdict = goal === undefined ? '' : `; goal ${goal ? `under ${percent(goal)}` : 'within noise'}: ${noise > MOST_NOISE ? 'too noisy to tell' : isMet ? 'met' : 'missed'}`;
    console.log(`  ${kind.padEnd(16)} ${median(times[kind]).toFixed(3)} ms, ${percent(ratio(kind) - 1)} more${verdict}`);
  }
}

/**
 * An answer with top events, as the server sends it.
 * @param {number} series
 * @param {number} buckets
 */
function answer(series, buckets) {
  const start = 1_767_225_600;
  const groups = Array.from({ length: series }, (_, group) => {
    const data = Array.from({ length: buckets }, (_, bucket) => {
      const count = 500 + 400 * Math.sin((bucket / buckets) * 12 + group) + ((bucket * 7919 + group * 104_729) % 200);
      return [start + bucket * 300, [{ count: Math.round(count) }]];
    });
    return [`group ${group}`, { data, order: group, start, end: start + buckets * 300, isMetricsData: false }];
  });
  return JSON.stringify(Object.fromEntries(groups));
}

/** @param {number} share */
function percent(share) {
  return `${(share * 100).toFixed(1)}%`;
}
