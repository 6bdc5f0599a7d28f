/**
 * A person's own events: the same rows from NDJSON, CSV and Parquet, answered to the event, and refusals that help.
 */
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { Database } from '../../www/server/events/database.js';
import { openEventsFile } from '../../www/server/events/load-file.js';
import { normalizeEvent } from '../../www/server/events/normalize.js';
import { at, serve, values } from './harness.js';

/** @type {string} */
let folder;
before(async () => { folder = await mkdtemp(join(tmpdir(), 'events-file-')); });
after(() => rm(folder, { recursive: true }));

/** @param {string} name @param {string|Buffer} content */
async function file(name, content) {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
}

const NDJSON = [
  { timestamp: `${at(0, 1)}Z`, message: 'very bad', level: 'error', project: 'web', tags: { plan: 'gold, "quoted"' }, user: { email: 'a@x.y' }, 'error.type': ['In', 'Out'] },
  { timestamp: `${at(1, 1)}Z`, message: '🔥 خطأ\nsecond line', project: 'web', 'tags.plan': 'free', 'user.email': 'b@x.y' },
  { timestamp: `${at(1, 2)}Z`, 'event.type': 'transaction', transaction: '/t', 'transaction.duration': 12.5, 'measurements.lcp': 900, project: 'api' },
].map((event) => JSON.stringify(event)).join('\n');

const CSV = [
  'timestamp,message,level,project,tags.plan,user.email,error.type,event.type,transaction,transaction.duration,measurements.lcp',
  `${at(0, 1)}Z,very bad,error,web,"gold, ""quoted""",a@x.y,"[""In"",""Out""]",,,,`,
  `${at(1, 1)}Z,"🔥 خطأ\nsecond line",,web,free,b@x.y,,,,,`,
  `${at(1, 2)}Z,,,api,,,,transaction,/t,12.5,900`,
].join('\n');

/** The same three as Parquet. @param {string} path */
async function writeParquet(path) {
  const database = await Database.create();
  await database.run(`COPY (SELECT * FROM (VALUES
    (TIMESTAMP '${at(0, 1)}', 'very bad', 'error', 'web', MAP {'plan': 'gold, "quoted"'}, 'a@x.y', ['In', 'Out'], NULL, NULL, NULL, NULL),
    (TIMESTAMP '${at(1, 1)}', '🔥 خطأ' || chr(10) || 'second line', NULL, 'web', MAP {'plan': 'free'}, 'b@x.y', NULL, NULL, NULL, NULL, NULL),
    (TIMESTAMP '${at(1, 2)}', NULL, NULL, 'api', NULL, NULL, NULL, 'transaction', '/t', 12.5, 900)
  ) AS t(timestamp, message, level, project, tags, "user.email", "error.type", "event.type", "transaction", "transaction.duration", "measurements.lcp"))
  TO '${path}' (FORMAT parquet)`);
  database.close();
}

describe('three formats, one answer', () => {
  for (const name of ['own.ndjson', 'own.jsonl', 'own.csv', 'own.parquet']) {
    test(name, async (t) => {
      const path = join(folder, name);
      if (name.endsWith('parquet')) await writeParquet(path);
      else await file(name, name.endsWith('csv') ? CSV : NDJSON);
      const store = await openEventsFile(path);
      const server = await serve([], { store });
      t.after(() => server.close());
      const range = { start: at(), end: at(2), interval: '1h' };
      const { body } = await server.stats({ ...range, topEvents: 3, field: ['message', 'plan', 'user.email', 'count()'], sort: 'message' });
      assert.deepEqual(Object.fromEntries(Object.entries(body).filter(([key]) => key !== 'Other').map(([key, series]) => [key, values(series)])), {
        '/t,,None': [0, 1], 'very bad,gold, "quoted",a@x.y': [1, 0], '🔥 خطأ\nsecond line,free,b@x.y': [0, 1],
      });
      assert.deepEqual(values((await server.stats({ ...range, yAxis: 'p50(measurements.lcp)' })).body), [0, 900]);
      assert.deepEqual(values((await server.stats({ ...range, yAxis: 'count_if(error.type,equals,In)' })).body), [1, 0]);
      assert.deepEqual(store.projects, [{ id: 1, slug: 'web' }, { id: 2, slug: 'api' }]);
    });
  }

  const ITEMS = [
    { timestamp: `${at(0, 1)}Z`, 'span.op': 'db', 'span.duration': '12.5', 'cache.hit': 'true', trace: 'a', 'tags.plan': 'free', project: 'web', environment: 'prod' },
    { timestamp: `${at(0, 2)}Z`, severity: 'WARN', message: 'slow', trace: 'a', project: 'web' },
    { timestamp: `${at(1, 1)}Z`, 'metric.name': 'orders', 'metric.type': 'counter', value: '2', project: 'api' },
    { timestamp: `${at(1, 2)}Z`, severity: 'a tag of an error', level: 'error', message: 'no log', project: 'api' },
  ];
  const names = [...new Set(ITEMS.flatMap((item) => Object.keys(item)))];
  const itemsAs = {
    'items.ndjson': ITEMS.map((item) => JSON.stringify(item)).join('\n'),
    'items.csv': [names, ...ITEMS.map((item) => names.map((name) => /** @type {Record<string, string>} */ (item)[name] ?? ''))].map((row) => row.join(',')).join('\n'),
  };
  for (const [name, content] of Object.entries(itemsAs)) {
    test(`spans, logs and metrics among events: ${name}`, async (t) => {
      const store = await openEventsFile(await file(name, content));
      const server = await serve([], { store });
      t.after(() => server.close());
      const row = async (/** @type {Record<string, any>} */ query) => {
        const { body } = await server.get('events', { start: at(), end: at(2), ...query });
        return body.data.map((/** @type {Record<string, any>} */ { id, 'project.name': project, ...rest }) => ({ ...rest, project }));
      };
      assert.deepEqual(await row({ dataset: 'spans', field: ['span.op', 'span.duration', 'cache.hit', 'plan', 'is_transaction'] }), [
        { 'span.op': 'db', 'span.duration': 12.5, 'cache.hit': true, plan: 'free', is_transaction: false, project: 'web' },
      ]);
      assert.deepEqual(await row({ dataset: 'logs', field: ['severity', 'severity_number', 'message'] }), [{ severity: 'warn', severity_number: 13, message: 'slow', project: 'web' }]);
      assert.deepEqual(await row({ dataset: 'tracemetrics', field: ['metric.name', 'metric.type', 'metric.unit', 'value'] }), [
        { 'metric.name': 'orders', 'metric.type': 'counter', 'metric.unit': null, value: 2, project: 'api' },
      ]);
      assert.deepEqual(await row({ field: ['message', 'severity'] }), [{ message: 'no log', severity: 'a tag of an error', project: 'api' }]);
      assert.equal(store.oldest, Date.parse(`${at(0, 1)}Z`));
    });
  }

  test('events from years ago are asked for like any other', async (t) => {
    const store = await openEventsFile(await file('old.ndjson', '{"timestamp":"2019-05-01T10:00:00Z","message":"x"}'));
    const server = await serve([], { store });
    t.after(() => server.close());
    const { status, body } = await server.stats({ start: '2019-05-01T10:00:00', end: '2019-05-01T12:00:00', interval: '1h' });
    assert.deepEqual([status, values(body)], [200, [1, 0]]);
    const compared = await server.stats({ start: '2019-05-01T11:00:00', end: '2019-05-01T13:00:00', interval: '1h', comparisonDelta: 3600 });
    assert.equal(compared.status, 200);
  });

  test('an empty file is an organization without projects', async (t) => {
    const store = await openEventsFile(await file('empty.ndjson', '\n\n'));
    const server = await serve([], { store });
    t.after(() => server.close());
    assert.deepEqual((await server.stats({})).body, { data: [] });
  });
});

describe('refused with file, row and reason', () => {
  const good = '{"timestamp":"2026-01-14T10:00:00Z"}';
  /** @type {Array<[string, string, string|RegExp]>} */
  const cases = [
    ['a.ndjson', `${good}\n{oops`, /^EVENTS_FILE a\.ndjson, row 2: not JSON: /],
    ['b.ndjson', `${good}\n\n{"message":"x"}`, 'EVENTS_FILE b.ndjson, row 3: timestamp is missing'],
    ['c.ndjson', `{"timestamp":"soon"}`, 'EVENTS_FILE c.ndjson, row 1: timestamp must be ISO-8601 or epoch seconds, found "soon"'],
    ['d.ndjson', `[1]`, 'EVENTS_FILE d.ndjson, row 1: an event must be an object'],
    ['e.ndjson', `{"timestamp":1,"transaction.duration":"fast"}`, 'EVENTS_FILE e.ndjson, row 1: transaction.duration must be a number, found "fast"'],
    ['f.ndjson', `{"timestamp":1,"tags":"x"}`, 'EVENTS_FILE f.ndjson, row 1: tags must be an object, found "x"'],
    ['g.ndjson', `{"timestamp":1,"event.type":"trx"}`, 'EVENTS_FILE g.ndjson, row 1: event.type must be error, transaction, default, session, span, log or metric, found "trx"'],
    ['h.ndjson', `{"timestamp":1,"error.handled":"perhaps"}`, 'EVENTS_FILE h.ndjson, row 1: error.handled must be true or false, found "perhaps"'],
    ['i.ndjson', `{"timestamp":1,"project.id":1.5}`, 'EVENTS_FILE i.ndjson, row 1: project.id must be a whole number, found 1.5'],
    ['j.csv', 'timestamp,message\n2026-01-14T10:00:00Z,a\n,b', 'EVENTS_FILE j.csv, row 2: timestamp is missing'],
    ['k.csv', `timestamp,transaction.duration\n2026-01-14T10:00:00Z,${'9'.repeat(400)}`, /^EVENTS_FILE k\.csv, row 1: transaction\.duration must be a number, found "9{79}…$/],
    ['l.parquet', 'no parquet at all', /^EVENTS_FILE l\.parquet: .*(?:Parquet|parquet)/],
    ['n.ndjson', `{"timestamp":1,"event.type":"span"}`, 'EVENTS_FILE n.ndjson, row 1: span.duration is missing'],
    ['o.ndjson', `{"timestamp":1,"metric.name":"a"}`, 'EVENTS_FILE o.ndjson, row 1: metric.type must be counter, gauge or distribution, found undefined'],
    ['p.csv', 'timestamp,event.type,value\n1,metric,2', 'EVENTS_FILE p.csv, row 1: metric.name is missing'],
    ['m.txt', good, 'EVENTS_FILE m.txt: expected one of .ndjson .jsonl .json .csv .parquet, found ".txt"'],
  ];
  for (const [name, content, message] of cases) {
    test(name, async () => {
      const path = await file(name, content);
      await assert.rejects(openEventsFile(path), { name: 'EventsFileError', message });
    });
  }

  test('a file that is not there, and a folder', async () => {
    await assert.rejects(openEventsFile(join(folder, 'none.csv')), { message: 'EVENTS_FILE none.csv: there is no such file' });
    await assert.rejects(openEventsFile('/dev/null.csv'), /there is no such file/);
  });
});

describe('one event as a row', () => {
  const row = (/** @type {Record<string, unknown>} */ event) => normalizeEvent({ timestamp: 1, ...event });

  test('times by their size', () => {
    const times = [1768384800, '1768384800', 1768384800000, 1768384800000000, 1768384800000000000n, '2026-01-14T10:00:00Z', '2026-01-14 10:00:00', 1768384800.5];
    assert.deepEqual(times.map((timestamp) => row({ timestamp }).timestamp - Date.UTC(2026, 0, 14, 10)), [0, 0, 0, 0, 0, 0, 0, 500]);
  });

  test('the type follows from what there is', () => {
    const types = [{}, { message: 'x' }, { 'error.type': 'E' }, { 'transaction.duration': 1 }, { 'transaction.op': 'http' }, { type: 'transaction' }];
    assert.deepEqual(types.map((event) => row(event).event_type), ['default', 'default', 'error', 'transaction', 'transaction', 'transaction']);
  });

  test('title and message', () => {
    const texts = (/** @type {Record<string, unknown>} */ event) => { const { title, message } = row(event); return [title, message]; };
    assert.deepEqual(texts({ 'error.type': 'E', 'error.value': 'v' }), ['E: v', 'E: v']);
    assert.deepEqual(texts({ message: 'one\ntwo' }), ['one', 'one\ntwo']);
    assert.deepEqual(texts({ type: 'transaction', transaction: '/t' }), ['/t', '/t']);
    assert.deepEqual(texts({}), ['<unlabeled event>', '']);
  });

  test('the user by the first that is known', () => {
    const users = [{ 'user.id': 7, 'user.email': 'e' }, { user: { username: 'n', email: 'e' } }, { 'user.email': 'e', 'user.ip': '::1' },
      { user: { ip_address: '::1' } }, { user: 'given', 'user.id': 7 }, { tags: { 'sentry:user': 'u' } }, {}];
    assert.deepEqual(users.map((event) => row(event).user), ['id:7', 'username:n', 'email:e', 'ip:::1', 'given', 'u', null]);
  });

  test('tags in every form, unknown names among them, nothing from empty ones', () => {
    const tags = (/** @type {Record<string, unknown>} */ event) => Object.fromEntries(row(event).tags);
    assert.deepEqual(tags({ tags: { a: 1, b: null }, 'tags.c': true, 'tags[d]': 'x', 'device.family': 'Pixel', nested: { deep: 2 } }),
      { a: '1', c: 'true', d: 'x', 'device.family': 'Pixel', 'nested.deep': '2' });
    assert.deepEqual(tags({ tags: [['a', 'b'], { key: 'c', value: 'd' }] }), { a: 'b', c: 'd' });
    assert.deepEqual(tags({ tags: '{"a":"b"}' }), { a: 'b' });
    assert.deepEqual(row({ tags: { environment: 'prod', 'sentry:release': 'r' } }).environment, 'prod');
  });

  test('a tag may have any name', async (t) => {
    const server = await serve([{ timestamp: at(0, 1), tags: { __proto__x: '1', "it's": '2', 'count': '9001', group_id: 'the tag' } }]);
    t.after(() => server.close());
    for (const query of ['__proto__x:1', 'count:9001', 'group_id:"the tag"']) {
      assert.deepEqual(values((await server.stats({ start: at(), end: at(2), interval: '1h', query })).body), [1, 0], query);
    }
  });
});
