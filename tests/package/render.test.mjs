/** The package draws in Node, where there is no document. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { packageDir, root } from '../../scripts/lib/paths.mjs';

const body = readFileSync(join(root, 'tests/fixtures/responses/04_top_events_with_other.json'));
const config = {
  title: 'Errors <by> "type" & more', displayType: 'area', widgetType: 'error-events', limit: 5,
  queries: [{ aggregates: ['count()'], columns: ['error.type'], fields: ['error.type', 'count()'], conditions: '', orderby: '-count()' }],
};

test('an answer becomes an SVG document without an element', async () => {
  const { renderSvg } = await import(join(packageDir, 'node.js'));
  const svg = await renderSvg(config, body, { width: 640, height: 320, theme: 'dark', timezone: 'UTC', locale: 'en-GB' });
  assert.match(svg, /^<svg [^>]*width="640" height="320"/);
  assert.match(svg, /Errors &lt;by&gt; (&quot;|")type(&quot;|") &amp; more/);
  assert.match(svg, /<path /);
  assert.doesNotMatch(svg, /<script|href=|<by>/);
  const parsed = JSON.parse(body.toString());
  const again = await renderSvg(config, parsed, { width: 640, height: 320, theme: 'dark', timezone: 'UTC', locale: 'en-GB' });
  assert.equal(again, svg, 'an object is as good as its bytes');
});

test('answers of several queries become one document, in which each query is called by its conditions', async () => {
  const { renderSvg } = await import(join(packageDir, 'node.js'));
  const query = (conditions) => ({ aggregates: ['count()'], columns: [], fields: ['count()'], conditions, orderby: '' });
  const several = { ...config, displayType: 'line', queries: [query('level:error'), query('level:fatal')] };
  const answer = (count) => ({ data: [0, 3600, 7200].map((time) => [1767225600 + time, [{ count }]]), start: 1767225600, end: 1767236400 });
  const svg = await renderSvg(several, [answer(3), new TextEncoder().encode(JSON.stringify(answer(700)))]);
  for (const words of ['level:error : count()', 'level:fatal : count()']) assert.ok(svg.includes(`>${words}<`), svg);
  assert.notEqual(svg, await renderSvg(several, [answer(3), answer(3)]), 'the second counts as well');
  assert.equal(await renderSvg(config, [body]), await renderSvg(config, body), 'a list of one is that one');
  for (const given of [[], [answer(1), answer(2), answer(3)]]) {
    await assert.rejects(renderSvg(several, given), { code: 'config', message: `\`response\`: expected 2 answers, found ${given.length}` });
  }
});

test('what is wrong is named in an error with a code', async () => {
  const { renderSvg } = await import(join(packageDir, 'node.js'));
  const refused = (given, code, words) => assert.rejects(renderSvg(...given), (/** @type {Error & {code?: string}} */ error) => {
    assert.ok(error instanceof Error);
    assert.equal(error.code, code);
    assert.match(error.message, words);
    return true;
  });
  await refused([{ ...config, displayType: 'pie' }, body], 'config', /`displayType`/);
  await refused([config, body, { theme: 'pink' }], 'config', /`theme`/);
  await refused([config, 7], 'config', /`response`: expected an ArrayBuffer/);
  await refused([config, new TextEncoder().encode('<html>')], 'decode', /could not be read at byte 0/);
  await refused([config, body, { width: 1e9 }], 'config', /device pixels/);
});

const thrower = () => { throw new Error('the page says no'); };
const trapped = (trap) => new Proxy({}, { [trap]: thrower });

/** Values that no JSON has, or whose reading runs the page's own code. @type {Record<string, () => any>} */
const HOSTILE = {
  'a getter that throws': () => ({ get title() { return thrower(); } }),
  'a toJSON that throws': () => ({ toJSON: thrower }),
  'a Proxy that lists nothing': () => trapped('ownKeys'),
  'a Proxy that tells nothing': () => new Proxy({ title: 't' }, { get: thrower }),
  'a revoked Proxy': () => { const { proxy, revoke } = Proxy.revocable({}, {}); revoke(); return proxy; },
  'a cycle': () => { const own = { title: 't' }; return Object.assign(own, { own }); },
  'a big integer': () => ({ title: 't', limit: 5n }),
};

test('a value that cannot be written as JSON is refused by name, and the next one is drawn', async () => {
  const { renderSvg, recordMetric } = await import(join(packageDir, 'node.js'));
  const looks = { width: 300, height: 200, timezone: 'UTC' };
  const svg = await renderSvg(config, body, looks);
  for (const [name, make] of Object.entries(HOSTILE)) {
    for (const [key, given] of Object.entries({ config: [make(), body], looks: [config, body, make()], response: [config, make()] })) {
      await assert.rejects(renderSvg(...given), (/** @type {Error & {code?: string}} */ error) => {
        assert.equal(error.code, 'config', `${name} as ${key}: ${error.message}`);
        assert.ok(error.message.startsWith(`\`${key}\`: expected a value that can be written as JSON, found `), `${name}: ${error.message}`);
        return true;
      });
    }
    assert.throws(() => recordMetric('x', 1, { tags: { tag: make() } }), /`recordMetric\.tags\.tag`: expected a string, a number or a boolean/, name);
  }
  assert.equal(await renderSvg(config, body, looks), svg);
});

test('a Date, undefined, a symbol and a prototype count as they do in JSON', async () => {
  const { renderSvg } = await import(join(packageDir, 'node.js'));
  const looks = { width: 300, height: 200, timezone: 'UTC' };
  const svg = await renderSvg(config, body, looks);
  const more = { interval: undefined, [Symbol('title')]: 'x', thresholds: undefined, madeAt: new Date(0), call: () => 1 };
  assert.equal(await renderSvg({ ...config, ...more }, body, { ...looks, theme: undefined }), svg);
  const inherited = Object.assign(Object.create({ title: 'inherited', displayType: 'pie' }), config);
  assert.equal(await renderSvg(inherited, body, looks), svg);
  const polluting = JSON.parse('{"__proto__": {"displayType": "pie"}}');
  assert.equal(await renderSvg({ ...config, ...polluting }, body, looks), svg);
  assert.equal(/** @type {any} */ ({}).displayType, undefined);
  await assert.rejects(renderSvg({ ...config, title: new Date(NaN), displayType: new Date(0) }, body), /`displayType`/);
});

test('the import registers nothing where there is no page', async () => {
  const { defineElement, EventsStatsWidget } = await import(join(packageDir, 'node.js'));
  assert.equal(defineElement(), EventsStatsWidget);
});
