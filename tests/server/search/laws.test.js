/**
 * What holds for every search: a condition and its opposite share all events between them, and to have a value is not
 * to be without one. Asked over HTTP, for every field, tags of all kinds and the parts of a release.
 */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { FIELD_NAMES } from '../../../www/server/events/catalogue.js';
import { at, serve } from '../harness.js';

const RANGE = { start: at(), end: at(2) };
const TRANSACTION = {
  'event.type': 'transaction', 'transaction.op': 'http', 'transaction.duration': 5, 'transaction.status': 'ok', 'measurements.lcp': 2, 'measurements.own': 3,
  'measurements.heap': { value: 1, unit: 'kibibyte' }, 'spans.http': 1,
};
const ERROR = { 'error.type': ['A', 'B "c"'], 'error.value': 'a b', 'error.handled': true, issue: 'ONE-1', culprit: 'c', location: 'l' };
const FULL = {
  platform: 'js', level: 'error', message: 'a b', dist: '1', environment: 'prod', 'user.id': '5', 'user.email': 'a@b.c', 'user.username': 'u', 'user.ip': '::1',
  browser: 'Chrome 1', os: 'Linux', url: 'http://a/?b=c*', trace: 'a'.repeat(32), transaction: '/a b', 'http.method': 'GET', 'http.status_code': '500', project: 'web',
};
const RELEASES = ['app@1.2.3', 'app@1.2.3+45', 'app@2.0.0-beta+5mb', 'nightly', 'a b@1.0', 'x@1.2', '1.2.3', 'app@1.2.3+true'];
const TAGS = { plain: 'x', 'odd tag': 'x y', 'a.b-c:d': '5mb', size: '12', flag: 'true', empty: '', quoted: 'say "hi"', star: 'a*b' };

/** Half of them lack all that may be lacking; every one has a release. */
const events = (/** @type {object} */ kind) => RELEASES.flatMap((release, index) => [
  { timestamp: at(0, index), ...kind, ...FULL, release, tags: TAGS, 'device.charging': index % 2 === 0 },
  { timestamp: at(0, index), 'event.type': kind === ERROR ? 'error' : 'transaction', release, project: 'api', tags: index % 2 === 0 ? { plain: '' } : {} },
]);

/** @type {Awaited<ReturnType<typeof serve>>} */
let server;
before(async () => { server = await serve([...events(TRANSACTION), ...events(ERROR)]); });
after(() => server.close());

/** @param {string} query @param {string} dataset @returns {Promise<number|string>} the refusal's words, if it is one */
async function count(query, dataset) {
  const { status, body } = await server.get('events', { ...RANGE, field: 'count()', query, dataset });
  if (status === 200) return body.data[0]['count()'];
  assert.equal(status, 400, JSON.stringify(body));
  return body.detail;
}

/** What only one kind of event has is a question about that kind. @param {string} name */
const datasetOf = (name) => {
  if (/^(?:transaction\.(?:op|duration|status)|measurements\.|spans\.)/.test(name)) return 'transactions';
  return /^(?:error\.|issue|culprit$|location$)/.test(name) ? 'errors' : 'discover';
};

const FIELDS = [
  ...FIELD_NAMES, 'measurements.lcp', 'measurements.own', 'measurements.heap', 'measurements.none', 'spans.http', 'spans.db',
];
const TAG_KEYS = ['plain', 'empty', 'quoted', 'star', 'size', 'nothing', 'a.b-c:d'].map((name) => `tags[${name}]`);
const KEYS = [...FIELDS, 'plain', 'size', 'flag', 'nothing', ...TAG_KEYS, '"odd tag"', 'tags[odd tag]', '"a.b-c:d"', '"plain"', 'tags[size,string]'];
const VALUES = [
  'x', '"x y"', '"say \\"hi\\""', 'a*', '*', '*b*', '"a\\*b"', '5', '12', '-1', '0', '1', '5mb', '1kib', '5m', '100ms', 'true', 'false', '""', '[a,b]', '["x y", 5mb, 12]',
  '1.2.3', '1.2.*', 'app@1.2.3', 'app', '45', '4*', 'adopted', 'replaced', 'ok', 'ONE-1', 'latest', 'web', '[web,api]', 'error', '500', 'a'.repeat(32), '2026-01-14',
];
/** What a part of a release, or a tag asked as a number, compares. */
const COMPARED = [
  ...['>1.2.3', '<=1.2.3', '>=1.0', '<2'].map((value) => ['release.version', value]), ...['>4', '<=45', '>=5'].map((value) => ['release.build', value]),
  ...['>5', '<=12', '12', '[12,13]'].map((value) => ['tags[size,number]', value]), ['http.status_code', '500'], ['project.id', '>=1'], ['timestamp', '>2026-01-14'],
];

/** @param {string} key @param {string} value */
async function checkOpposite(key, value) {
  const dataset = datasetOf(key);
  const all = await count('', dataset);
  const [plain, opposite] = [await count(`${key}:${value}`, dataset), await count(`!${key}:${value}`, dataset)];
  if (typeof plain === 'string' || typeof opposite === 'string') return;
  assert.equal(plain + opposite, all, `${key}:${value} finds ${plain}, its opposite ${opposite} of ${all}`);
}

describe('a condition and its opposite', () => {
  for (const key of KEYS) {
    test(key, async () => {
      // A date or a truth value that no event has is neither: as in Sentry they compare, and nothing is compared with nothing.
      const everywhere = key === 'device.charging' ? VALUES.filter((value) => !/^(?:true|false|0|1)$/.test(value)) : VALUES;
      for (const value of everywhere) await checkOpposite(key, value);
    });
  }
  for (const [key, value] of COMPARED) test(`${key}:${value}`, () => checkOpposite(key, value));
});

describe('having a value', () => {
  const named = [...FIELDS, ...TAG_KEYS, 'plain', 'nothing', 'tags[odd tag]'];
  for (const key of named) {
    test(key, async () => {
      const dataset = datasetOf(key);
      const [all, having, lacking] = [await count('', dataset), await count(`has:${key}`, dataset), await count(`!has:${key}`, dataset)];
      if (typeof having === 'string' || typeof lacking === 'string') return assert.equal(typeof having, typeof lacking);
      assert.equal(having + lacking, all);
      // Sentry asks for handled errors by `has:error.handled`, and an error nobody said anything of is handled.
      if (key.startsWith('error.') && key.endsWith('handled')) return undefined;
      const { body } = await server.get('events', { ...RANGE, field: [key, 'id'], dataset, per_page: 100 });
      const present = body.data.filter((/** @type {any} */ row) => row[key] !== null && row[key] !== '' && row[key].length !== 0
        && !(key.startsWith('issue') && row[key] === 'unknown'));
      assert.equal(having, present.length);
      return undefined;
    });
  }
  test('a quoted name with blanks is refused in words', async () => {
    const words = 'Invalid format for "has" search: was expecting a field or tag instead';
    assert.deepEqual([await count('has:"odd tag"', 'discover'), await count('!has:"odd tag"', 'discover')], [words, words]);
  });
});
