/**
 * Text from outside stays text: forty attempts in every parameter, and the events are still there afterwards.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { at, serve, values } from './harness.js';

const ATTEMPTS = [
  "'", '"', '`', ';', '--', '/*', '*/', '\\', '%', '_', '?', '$1', ':x', '{{', `\${1}`, '\u0000', '\ud800', '\r\n',
  "' OR '1'='1", "' OR 1=1 --", '" OR ""="', "') OR ('1'='1", "'; DROP TABLE events; --", '"; DROP TABLE events; --',
  "' UNION SELECT * FROM projects --", "x' AND (SELECT 1 FROM facts) --", "1; ATTACH '/etc/passwd' AS p", "1); COPY events TO '/tmp/x' --",
  "read_csv('/etc/passwd')", "count() FROM read_text('/etc/passwd') --", 'pg_sleep(10)', "getenv('HOME')", 'tags[\'x\'] OR 1=1',
  "tags[x']; DROP TABLE events; --]", 'measurements.x\'] OR 1=1 --', 'message" FROM events; --', 'count(); DROP TABLE events',
  "count_if(message,equals,'' OR 1=1)", "to_other(message,\"x' OR '1'='1\",a,b)", 'equation|count() / 1; DROP TABLE events',
];
const PARAMETERS = [
  'query', 'yAxis', 'field', 'sort', 'orderby', 'interval', 'statsPeriod', 'start', 'project', 'environment', 'topEvents',
  'comparisonDelta', 'dataset', 'dashboardWidgetId', 'referrer', 'partial', 'cursor', 'per_page', 'groupBy',
];
const BASE = { start: at(), end: at(2), interval: '1h' };

/** @type {Awaited<ReturnType<typeof serve>>} */
let server;
before(async () => {
  server = await serve([
    { timestamp: at(0, 1), message: 'a', environment: 'production' }, { timestamp: at(1, 1), message: 'b', 'event.type': 'transaction' },
  ]);
});
after(() => server.close());

test('there are forty of them', () => assert.equal(ATTEMPTS.length, 40));

for (const endpoint of ['events-stats', 'events', 'events-timeseries', 'releases/stats']) {
  describe(endpoint, () => {
    for (const parameter of PARAMETERS) {
      test(parameter, async () => {
        const usual = endpoint === 'events' ? { ...BASE, field: ['message', 'count()'] } : BASE;
        await Promise.all(ATTEMPTS.map(async (attempt) => {
          const value = ['field', 'groupBy'].includes(parameter) ? [attempt, 'count()'] : attempt;
          const top = ['field', 'sort', 'groupBy'].includes(parameter) ? { topEvents: 3 } : {};
          const { status, text } = await server.get(endpoint, { ...usual, ...top, [parameter]: value });
          assert.ok([200, 400, 403, 404].includes(status), `${status} for ${JSON.stringify(attempt)}: ${text.slice(0, 200)}`);
          assert.doesNotMatch(text, /root:|Binder|Parser Error|Catalog|DuckDB|LINE 1/);
        }));
      });
    }
  });
}

test('a condition that is always true in SQL finds nothing as text', async () => {
  for (const query of ["message:\"' OR '1'='1\"", 'message:"x\') OR 1=1 --"', "\"' OR ''='\""]) {
    const { status, body } = await server.stats({ ...BASE, query });
    assert.equal(status, 200, query);
    assert.deepEqual(values(body), [0, 0]);
  }
});

test('the events are still there', async () => {
  assert.deepEqual(values((await server.stats(BASE)).body), [1, 1]);
});
