/**
 * The built module on answers, configurations and looks that nobody writes: 32-bit memory, the
 * browser's numbers and `Intl`, which no native test has. A failure names its seed and path.
 */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { root } from '../../scripts/lib/paths.mjs';
import { startDrawer } from './drawer.mjs';

const SECONDS = Number(process.env.FUZZ_SECONDS ?? 25);
const SEED = Number(process.env.FUZZ_SEED ?? 20_261_128);
/** On a quiet machine it is a fortieth of that; a call that never ends is what is looked for. */
const LONGEST_MS = 15_000;

const read = (folder) => readdirSync(join(root, folder)).filter((name) => name.endsWith('.json'))
  .map((name) => JSON.parse(readFileSync(join(root, folder, name), 'utf8')));
const hostile = read('tests/fixtures/hostile');
const BODIES = [
  ...read('tests/fixtures/responses'),
  ...hostile.flatMap(({ body, answers = [] }) => (body ? [body] : answers.map((one) => one.body))).flatMap(parsed),
];

function parsed(text) {
  try {
    return [JSON.parse(text)];
  } catch {
    return [];
  }
}

const number = fc.oneof(
  fc.constantFrom(0, -0, -1, 1, 0.5, 59, 60, 86_400, 1e9, 1_767_225_600, 1_767_225_600_000, 1e15, -1e15, 1e18, 1e308, -1e308, 5e-324, 8.64e12, 8.64e15),
  fc.tuple(fc.constantFrom(2 ** 31, 2 ** 32, 2 ** 33, 2 ** 53, 2 ** 63, 2 ** 64), fc.integer({ min: -2, max: 301 }), fc.boolean())
    .map(([power, more, isNegative]) => (isNegative ? -1 : 1) * (power + more)),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
);
const value = fc.oneof(
  { weight: 4, arbitrary: number },
  fc.constantFrom(null, true, false, '', 'Other', 'count()', '1e999', '\u0000', '\ud800', 'x'.repeat(70_000), [], {}, [[]], [0, []], { data: [] }, { count: 1 }, [{ count: 1 }]),
  fc.string(),
);
const mutation = fc.record({ at: fc.nat(), what: fc.constantFrom('put', 'drop', 'twice', 'add', 'name'), value });
const spoil = fc.option(fc.record({ at: fc.nat(), cut: fc.nat(6), text: fc.constantFrom('', '1e999', '-', '"', '[', '}', '\\u', '\n', '\u00ff', '99999999999999999999') }), { freq: 5 });
const CONFIG = {
  title: 't', displayType: 'line', widgetType: 'error-events', interval: '5m', limit: 5,
  queries: [{ name: '', aggregates: ['count()'], columns: [], conditions: '', orderby: '' }],
};
const config = fc.record({
  displayType: fc.constantFrom('line', 'area', 'bar', 'stacked_area', 'top_n', 'big_number', 'table'),
  widgetType: fc.constantFrom('error-events', 'transaction-like', 'discover', 'spans'),
  interval: fc.constantFrom('1s', '5m', '1h', '1d', '99999d', '4294967297s'),
  aggregates: fc.constantFrom(['count()'], ['count_unique(user)', 'count()'], ['p95(transaction.duration)', 'equation|count() / 2', 'failure_rate()']),
  columns: fc.constantFrom([], ['release']),
  mutations: fc.oneof({ weight: 4, arbitrary: fc.constant([]) }, fc.array(mutation, { maxLength: 2 })),
});
const looks = fc.record({
  width: fc.constantFrom(undefined, 1, 80, 640, 16_384, 1e9, -5, 0.001, null),
  height: fc.constantFrom(undefined, 1, 60, 320, 1e-9, 5_000),
  theme: fc.constantFrom('light', 'dark', 'auto', 'pink'),
  timezone: fc.constantFrom(undefined, 'UTC', 'Europe/Berlin', 'America/Santiago', 'Africa/Casablanca', 'Pacific/Apia', 'Africa/Cairo', 'Nowhere'),
  locale: fc.constantFrom(undefined, 'en-US', 'en-US-u-nu-deva', 'fa-IR', 'de', '!'),
}, { requiredKeys: [] });

/** Every place of a tree, as its container and key. */
function places(tree, found = []) {
  for (const key of Object.keys(tree ?? {})) {
    found.push([tree, key]);
    if (tree[key] !== null && typeof tree[key] === 'object') places(tree[key], found);
  }
  return found;
}

function mutated(tree, mutations) {
  const copy = structuredClone(tree);
  for (const { at, what, value } of mutations) {
    const all = typeof copy === 'object' ? places(copy) : [];
    if (all.length === 0) break;
    const [owner, key] = all[at % all.length];
    if (what === 'put') owner[key] = structuredClone(value);
    if (what === 'add' && typeof owner[key] === 'number' && typeof value === 'number') owner[key] += value;
    if (what === 'name' && !Array.isArray(owner)) owner[String(value).slice(0, 80_000)] = owner[key];
    if (Array.isArray(owner) && what === 'drop') owner.splice(Number(key), 1);
    else if (what === 'drop') delete owner[key];
    if (what === 'twice' && Array.isArray(owner)) owner.push(structuredClone(owner[key]));
  }
  return copy;
}

function bytesOf(body, mutations, spoilt) {
  const text = JSON.stringify(mutated(body, mutations)) ?? 'null';
  const at = spoilt ? spoilt.at % (text.length + 1) : 0;
  const written = spoilt ? text.slice(0, at) + spoilt.text + text.slice(at + spoilt.cut) : text;
  return new TextEncoder().encode(written);
}

function configOf({ displayType, widgetType, interval, aggregates, columns, mutations }) {
  const [query] = CONFIG.queries;
  return mutated({ ...CONFIG, displayType, widgetType, interval, queries: [{ ...query, aggregates, columns }] }, mutations);
}

test(`whatever the answer, it is a picture or an error of ours, and the next one is drawn (seed ${SEED})`, async (t) => {
  /** @type {[object, object, object]} */
  const good = [{ ...CONFIG, title: 'good' }, BODIES[0], { timezone: 'Europe/Berlin', locale: 'en-US' }];
  let drawer = await startDrawer();
  t.after(() => drawer.stop());
  const { svg: expected } = await drawer.draw(...good);
  assert.match(expected, /^<svg .*<path /s);
  let drawn = 0;
  let refused = 0;
  const law = fc.asyncProperty(
    fc.nat(), fc.array(mutation, { maxLength: 6 }), spoil, config, looks,
    async (index, mutations, spoilt, given, look) => {
      let outcome;
      try {
        outcome = await drawer.draw(configOf(given), bytesOf(BODIES[index % BODIES.length], mutations, spoilt), look);
      } catch (error) {
        drawer = await startDrawer();
        throw error;
      }
      const { svg, error, ms } = outcome;
      assert.ok(ms < LONGEST_MS, `${ms} ms`);
      if (error) {
        refused += 1;
        assert.equal(error.name, 'EventsStatsError', error.message);
        assert.match(error.code, /^(config|request|decode|truncated|too_deep|too_large)$/, error.message);
      } else {
        drawn += 1;
        assert.match(svg, /^<svg .*<\/svg>\s*$/s);
        assert.doesNotMatch(svg, /NaN|Infinity|undefined/);
      }
      assert.equal((await drawer.draw(...good)).svg, expected, 'the instance draws as before');
    },
  );
  // Few of each would show little: on a slow machine it goes on for longer.
  for (let seed = SEED; drawn <= 50 || refused <= 20; seed += 1) {
    await fc.assert(law, { seed, numRuns: 1_000_000, interruptAfterTimeLimit: SECONDS * 1_000, markInterruptAsFailure: false });
  }
  assert.ok(drawn > 50 && refused > 20, `${drawn} drawn, ${refused} refused`);
});
