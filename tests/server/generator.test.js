/**
 * Made-up events: equal for one seed and clock, continued after a stop, gone when old, and as various as promised.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { DEFAULT_SEED, Generator } from '../../www/server/events/generator/generator.js';
import { createLookupTables, spread } from '../../www/server/events/generator/lookup-tables.js';
import { INSERT_EVENTS, WITH_DRAWN, insertParameters } from '../../www/server/events/generator/insert-sql.js';
import { EventStore } from '../../www/server/events/store.js';

const NOON = Date.UTC(2026, 0, 14, 12) / 1000;
const HOUR = 3600;
const DAY = 86_400;

/** All there is about a span, as one number. */
const FINGERPRINT = 'SELECT count(*) AS n, bit_xor(hash(events)) AS print FROM events';

/** @param {(store: EventStore) => Promise<void>} run */
async function withStore(run) {
  const store = await EventStore.open();
  try {
    await run(store);
  } finally {
    store.close();
  }
}

/** @param {EventStore} store @param {number} seed @param {number} from @param {number} to */
const make = (store, seed, from, to) => store.database.run(INSERT_EVENTS, insertParameters(seed, from, to));

describe('one statement', () => {
  /** @type {EventStore} */
  let store;
  before(async () => {
    store = await EventStore.open();
    await createLookupTables(store.database);
  });
  after(() => store.close());

  /** @param {number} seed @param {number[][]} spans */
  async function fingerprint(seed, spans) {
    await store.database.run('TRUNCATE events');
    for (const [from, to] of spans) await make(store, seed, from, to);
    const [{ n, print }] = await store.database.rows(FINGERPRINT.replace('bit_xor(hash(events))', 'CAST(bit_xor(hash(events)) AS VARCHAR)'));
    return `${n} ${print}`;
  }

  test('the same seed makes the same events, in one go or piece by piece', async () => {
    const whole = await fingerprint(7, [[NOON, NOON + HOUR]]);
    assert.equal(await fingerprint(7, [[NOON, NOON + HOUR]]), whole);
    assert.equal(await fingerprint(7, [[NOON, NOON + 1], [NOON + 1, NOON + 2000], [NOON + 2000, NOON + HOUR]]), whole);
  });

  test('another seed makes others', async () => {
    assert.notEqual(await fingerprint(8, [[NOON, NOON + HOUR]]), await fingerprint(7, [[NOON, NOON + HOUR]]));
  });

  test('events lie within their seconds and have ids of their own', async () => {
    await fingerprint(7, [[NOON, NOON + HOUR]]);
    const [row] = await store.database.rows(
      'SELECT count(*) AS n, count(DISTINCT id) AS ids, epoch(min(timestamp)) AS first, epoch(max(timestamp)) AS last FROM events',
    );
    assert.equal(row.n, row.ids);
    assert.ok(row.n > HOUR && row.first >= NOON && row.last < NOON + HOUR);
  });
});

test('weights are kept, and what is rare is still there', () => {
  const slots = spread([{ weight: 997, name: 'a' }, { weight: 3, name: 'b' }, { weight: 0.01, name: 'c' }]);
  const share = (/** @type {string} */ name) => slots.filter((slot) => slot.name === name).length;
  assert.deepEqual([slots.length, share('a'), share('b'), share('c')], [1024, 1020, 3, 1]);
});

describe('the draw of two weeks', () => {
  /** @type {EventStore} */
  let store;
  const one = async (/** @type {string} */ sql) => (await store.database.rows(sql))[0];
  before(async () => {
    store = await EventStore.open();
    await store.database.run(
      `CREATE TABLE draw AS ${WITH_DRAWN} SELECT make_timestamp(sec * 1000000) AS timestamp, kind, release_number, incident FROM drawn`,
      insertParameters(DEFAULT_SEED, NOON - 14 * DAY, NOON),
    );
  });
  after(() => store.close());

  test('at least a million events of both kinds, in five releases', async () => {
    const row = await one(`SELECT count(*) AS n, count(*) FILTER (WHERE kind = 'transaction') AS transactions,
      count(*) FILTER (WHERE kind = 'error') AS errors, count(DISTINCT release_number) AS releases FROM draw`);
    assert.ok(row.n >= 1_000_000 && row.transactions > 500_000 && row.errors > 200_000, JSON.stringify(row));
    assert.equal(row.releases, 5);
  });

  test('the week and the day have a rhythm', async () => {
    const days = await store.database.rows(`SELECT isodow(timestamp) AS day, count(*) AS n FROM draw GROUP BY day ORDER BY day`);
    const mean = (/** @type {number[]} */ wanted) =>
      days.filter(({ day }) => wanted.includes(day)).reduce((sum, { n }) => sum + n, 0) / wanted.length;
    assert.ok(mean([2, 3, 4]) > 1.3 * mean([6, 7]));
    const { ratio } = await one(`SELECT count(*) FILTER (WHERE hour(timestamp) = 15)
      / count(*) FILTER (WHERE hour(timestamp) = 3) AS ratio FROM draw`);
    assert.ok(ratio > 2);
  });

  test('one release was bad at first, and there were incidents', async () => {
    const hours = await store.database.rows(`SELECT date_trunc('hour', timestamp) AS hour,
      count(*) FILTER (WHERE kind = 'error') / count(*) AS errors, bool_or(incident) AS incident FROM draw GROUP BY hour`);
    assert.ok(hours.filter(({ errors, incident }) => errors > 0.4 && !incident).length >= 5);
    assert.ok(hours.filter(({ errors, incident }) => errors > 0.3 && incident).length >= 2);
  });
});

describe('a store that is filled and kept', () => {
  /** @type {EventStore} */
  let store;
  const clock = { now: (NOON + 0.5) * 1000 };
  const options = { now: () => clock.now, fillDays: 1 };
  /** @type {Generator} */
  let generator;
  before(async () => {
    store = await EventStore.open();
    generator = new Generator(store, options);
    await generator.fill();
  });
  after(() => store.close());
  const one = async (/** @type {string} */ sql) => (await store.database.rows(sql))[0];

  test('up to now', async () => {
    const row = await one('SELECT epoch(min(timestamp)) AS first, epoch(max(timestamp)) AS last FROM events');
    assert.ok(row.first < NOON - DAY + 10 && row.last > NOON - 10 && row.last < NOON);
  });

  test('two projects, three environments, and some events without one', async () => {
    const row = await one(`SELECT count(DISTINCT project) AS projects,
      count(DISTINCT environment) AS environments, count(*) FILTER (WHERE environment IS NULL) AS bare FROM events`);
    assert.deepEqual([row.projects, row.environments, row.bare > 0], [2, 3, true]);
    assert.deepEqual(store.projects.map(({ slug }) => slug), ['storefront', 'checkout-api']);
    assert.equal(store.environments.size, 3);
  });

  test('names that break charts', async () => {
    const rows = await store.database.rows('SELECT DISTINCT error_type[1] AS name FROM events WHERE error_type IS NOT NULL');
    const names = rows.map(({ name }) => name);
    const hard = [/,/, /"/, /\p{Extended_Pictographic}/u, /\p{Script=Arabic}/u, /^.{300,}$/s, /^$/, /^Other$/];
    for (const pattern of hard) assert.ok(names.some((name) => pattern.test(name)), String(pattern));
  });

  test('slow routes, rare ones and failures', async () => {
    const routes = await store.database.rows(`SELECT "transaction", count(*) AS n, median(transaction_duration) AS half,
      count(*) FILTER (WHERE transaction_status = 'internal_error') AS failed FROM events
      WHERE event_type = 'transaction' GROUP BY ALL`);
    assert.ok(routes.some(({ n, half }) => half > 10_000 && n > 10 && n < 300));
    assert.ok(routes.some(({ half, failed }) => half < 100 && failed > 10));
  });

  test('every second brings events; a gap is filled; what was there stays as it was', async () => {
    const count = async () => (await one('SELECT count(*) AS n FROM events')).n;
    const lastHour = `SELECT CAST(bit_xor(hash(events)) AS VARCHAR) AS print FROM events
      WHERE timestamp BETWEEN epoch_ms(${(NOON - HOUR) * 1000}) AND epoch_ms(${NOON * 1000})`;
    const { print } = await one(lastHour);
    const before = await count();
    clock.now += 5000;
    await generator.tick();
    const later = await count();
    assert.ok(later > before && later - before < 50);

    clock.now += HOUR * 1000;
    await new Generator(store, options).fill();
    assert.ok(await count() > later + HOUR);
    assert.equal((await one(lastHour)).print, print);
  });

  test('what is older than a month goes', async () => {
    clock.now = (NOON + 29.5 * DAY) * 1000;
    generator.until = Math.floor(clock.now / 1000);
    await generator.tick();
    const { first } = await one('SELECT epoch(min(timestamp)) AS first FROM events');
    assert.ok(first >= NOON - 0.5 * DAY && first < NOON - 0.5 * DAY + 10);
  });
});

test('another seed, or a stop of more than two weeks, starts anew', () => withStore(async (store) => {
  const small = { now: () => (NOON - 20 * DAY) * 1000 };
  await createLookupTables(store.database);
  await make(store, 1, NOON - 20 * DAY - 60, NOON - 20 * DAY);
  await store.database.run("INSERT INTO facts VALUES ('generator', 'other'), ('generated_until', ?)", [String(NOON - 20 * DAY)]);
  const generator = new Generator(store, { now: small.now, fillDays: 0.01 });
  await generator.fill();
  const [{ first }] = await store.database.rows('SELECT epoch(min(timestamp)) AS first FROM events');
  assert.ok(first >= NOON - 20 * DAY - 0.01 * DAY && first < NOON - 20 * DAY - 600);
}));

test('a clock that jumps ahead is caught up with in steps, one that goes back makes no event twice', async () => {
  await withStore(async (store) => {
    let now = NOON;
    const generator = new Generator(store, { now: () => now * 1000, fillDays: 0.05 });
    await generator.fill();
    const spans = [];
    const transaction = store.database.transaction.bind(store.database);
    store.database.transaction = async (statements) => {
      const [sql, params] = statements[0];
      if (sql !== INSERT_EVENTS) return transaction(statements);
      const [from, to] = params;
      spans.push([from, to]);
      // The steps are what counts here, and not two weeks of events.
      return transaction([[sql, insertParameters(DEFAULT_SEED, to - 60, to)], ...statements.slice(1)]);
    };
    now += 60 * DAY;
    await generator.tick();
    assert.equal(spans[0][0], now - 14 * DAY);
    assert.equal(spans.at(-1)[1], now);
    assert.ok(spans.every(([from, to], index) => to - from <= DAY && (index === 0 || from === spans[index - 1][1])));
    now -= 30 * DAY;
    await generator.tick();
    const [{ later }] = await store.database.rows('SELECT count(*) AS later FROM events WHERE timestamp > epoch_ms(CAST(? AS BIGINT))', [now * 1000]);
    assert.deepEqual([later, generator.until], [0, now]);
  });
});
