/** Which events a search finds, asked of a real DuckDB table. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { DuckDBInstance } from '@duckdb/node-api';
import { compileSearch } from '../../../www/server/search/index.js';

const COLUMNS = {
  id: 'VARCHAR', timestamp: 'TIMESTAMP', event_type: 'VARCHAR', project: 'VARCHAR', project_id: 'INTEGER',
  issue_id: 'BIGINT', level: 'VARCHAR', message: 'VARCHAR', error_type: 'VARCHAR[]', error_handled: 'BOOLEAN',
  release: 'VARCHAR', environment: 'VARCHAR', transaction: 'VARCHAR', transaction_duration: 'DOUBLE',
  transaction_status: 'VARCHAR', http_status_code: 'VARCHAR', url: 'VARCHAR',
  measurements: 'MAP(VARCHAR, DOUBLE)', tags: 'MAP(VARCHAR, VARCHAR)',
};

/** Events by the letter that names them in the table below. */
const EVENTS = {
  a: {
    timestamp: '2026-01-10 10:00:00', event_type: 'error', project: 'web', project_id: 1, issue_id: 7, level: 'error',
    message: 'Cannot read properties of Undefined', error_type: ['TypeError', 'Wrapper'], error_handled: false,
    release: 'shop@1.2.3', environment: 'prod', http_status_code: '500', url: 'http://a.example/100%',
    tags: { customer: 'Big Corp', size: '12' },
  },
  b: {
    timestamp: '2026-01-11 10:00:00', event_type: 'error', project: 'api', project_id: 2, level: 'warning',
    message: 'a*b literally', error_type: ['RangeError'], error_handled: true,
    release: 'shop@1.10.0', environment: 'staging', http_status_code: '404', url: 'two\nlines',
    tags: { customer: 'Small "quoted" Corp', size: 'big', '': 'x' },
  },
  c: {
    timestamp: '2026-01-12 10:00:00', event_type: 'transaction', project: 'web', project_id: 1,
    release: 'shop@2.0.0-beta+45', environment: 'prod', transaction: '/checkout', transaction_duration: 1500,
    transaction_status: 'ok', http_status_code: '200', measurements: { lcp: 2500, cls: 0.1 }, tags: { customer: '', flag: 'true', 'stack.in_app': 'maybe' },
  },
  d: {
    timestamp: '2026-01-12 23:59:59', event_type: 'transaction', project: 'api', project_id: 2,
    release: 'nightly', transaction: '/Cart', transaction_duration: 80, transaction_status: 'internal_error',
    measurements: { lcp: 900 },
  },
};

const TABLE = [
  ['', 'abcd'],
  ['   ', 'abcd'],
  // Equality is exact, a missing value equals nothing, a negation includes it.
  ['level:error', 'a'],
  ['level:ERROR', ''],
  ['!level:error', 'bcd'],
  ['environment:prod', 'ac'],
  ['!environment:prod', 'bd'],
  ['customer:"Big Corp"', 'a'],
  ['!customer:"Big Corp"', 'bcd'],
  ['tags[customer]:"Big Corp"', 'a'],
  ['"customer":"Big Corp"', 'a'],
  ['customer:"Small \\"quoted\\" Corp"', 'b'],
  ['nothing:here', ''],
  ['!nothing:here', 'abcd'],
  // Missing and empty.
  ['has:level', 'ab'],
  ['!has:level', 'cd'],
  ['level:""', 'cd'],
  ['!level:""', 'ab'],
  ['has:customer', 'ab'],
  ['customer:""', 'cd'],
  ['has:error.type', 'ab'],
  ['!has:error.type', 'cd'],
  ['has:transaction.duration', 'cd'],
  ['!has:measurements.cls', 'abd'],
  // Wildcards ignore case and match the whole value; a backslash makes a star plain.
  ['level:ERR*', 'a'],
  ['level:rr*', ''],
  ['level:*rr*', 'a'],
  ['!level:*r*', 'cd'],
  ['transaction:/c*', 'cd'],
  ['url:*100%', 'a'],
  ['url:two*lines', 'b'],
  ['url:http://a.example/???%', ''],
  ['customer:*', 'abcd'],
  ['release:*', 'abcd'],
  ['environment:*', 'abc'],
  ['message:a\\*b*', 'b'],
  ['message:"a\\*b"', 'b'],
  ['release:shop@1.*', 'ab'],
  // Free text and message look inside the text and ignore case.
  ['undefined', 'a'],
  ['properties of undefined', 'a'],
  ['"of properties"', ''],
  ['message:LITERALLY', 'b'],
  ['!message:literally', 'acd'],
  ['message:["a*b literally"]', 'b'],
  ['literally level:warning', 'b'],
  // Lists.
  ['level:[error,warning]', 'ab'],
  ['!level:[error,warning]', 'cd'],
  ['level:[error,""]', 'acd'],
  ['!level:[error,""]', 'b'],
  ['level:[ERR*, warning]', 'ab'],
  ['customer:["Big Corp", nobody]', 'a'],
  ['project.id:[1]', 'ac'],
  ['!project.id:[1]', 'bd'],
  // Lists inside the event: one element is enough.
  ['error.type:Wrapper', 'a'],
  ['!error.type:Wrapper', 'bcd'],
  ['error.type:*error', 'ab'],
  ['error.type:[Wrapper,RangeError]', 'ab'],
  // Numbers, durations, typed tags.
  ['transaction.duration:>1s', 'c'],
  ['transaction.duration:>=80', 'cd'],
  ['transaction.duration:<1.5s', 'd'],
  ['transaction.duration:1500ms', 'c'],
  ['transaction.duration:1.5k', 'c'],
  ['!transaction.duration:>1s', 'd'],
  ['!transaction.duration:1500', 'abd'],
  ['transaction.duration:!=1500', 'abd'],
  ['measurements.lcp:>2s', 'c'],
  ['measurements.cls:0.1', 'c'],
  ['http.status_code:500', 'a'],
  ['http.status_code:>=400', 'ab'],
  ['http.status_code:4*', 'b'],
  ['tags[size,number]:>10', 'a'],
  ['tags[size,string]:big', 'b'],
  ['size:12', 'a'],
  // Booleans. What says nothing of being handled counts as handled.
  ['error.handled:true', 'bcd'],
  ['error.handled:0', 'a'],
  ['!error.handled:1', 'a'],
  ['error.unhandled:TRUE', 'a'],
  ['error.unhandled:false', 'bcd'],
  ['has:error.handled', 'bcd'],
  ['!has:error.handled', 'a'],
  ['has:error.unhandled', 'a'],
  ['stack.in_app:true', ''],
  ['tags[flag]:true', 'c'],
  // Dates.
  ['timestamp:>2026-01-11', 'bcd'],
  ['timestamp:<=2026-01-11T10:00:00', 'ab'],
  ['timestamp:>2026-01-11T10:00:00+00:00', 'cd'],
  ['timestamp:>=2026-01-11T12:00:00+02:00', 'bcd'],
  ['timestamp:2026-01-12', 'cd'],
  ['timestamp:2026-01-11T09:55:00', 'b'],
  ['timestamp:2026-01-11T10:06:00', ''],
  ['timestamp:-24h', 'cd'],
  ['timestamp:+24h', 'ab'],
  ['timestamp.to_day:>=2026-01-12', 'cd'],
  // Projects, issues, statuses, ids.
  ['project:web', 'ac'],
  ['project:[web,api]', 'abcd'],
  ['project.name:api', 'bd'],
  ['issue:WEB-7', 'a'],
  ['!has:issue', 'bcd'],
  ['issue.id:7', 'a'],
  ['transaction.status:ok', 'c'],
  ['id:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', 'a'],
  ['id:AAAAAAAA-aaaa-aaaa-aaaa-aaaaaaaaaaaa', 'a'],
  ['event.type:error', 'ab'],
  // Release versions.
  ['release.version:>1.2.3', 'bc'],
  ['release.version:>=1.2.3', 'abc'],
  ['release.version:<2.0', 'abc'],
  ['release.version:2.0.0', ''],
  ['release.version:2.0.0-beta', 'c'],
  ['release.version:1.*', 'ab'],
  ['release.version:1.2.*', 'a'],
  ['release.version:*', 'abc'],
  ['!release.version:*', 'd'],
  ['!release.version:1.2.3', 'bcd'],
  ['!release.version:>1.2.3', 'ad'],
  ['!release.build:45', 'abd'],
  ['!release.build:>=45', 'abd'],
  ['!release.build:4*', 'abd'],
  ['!release.package:shop', 'd'],
  ['has:release.package', 'abc'],
  ['!has:release.build', 'abd'],
  ['has:project', 'abcd'],
  ['!has:project', ''],
  ['"odd tag":"x y"', ''],
  ['!"odd tag":"x y"', 'abcd'],
  ['!has:tags[odd tag]', 'abcd'],
  ['!tags[size,number]:>5', 'bcd'],
  ['release.version:shop@1.2.3', 'a'],
  ['release.package:shop', 'abc'],
  ['release.build:45', 'c'],
  ['release.build:>40', 'c'],
  ['release:latest', 'c'],
  ['!release:latest', 'abd'],
  // The three named matches, in the form Sentry writes them.
  ['level:\uF00DContains\uF00Drro', 'a'],
  ['message:\uF00DContains\uF00Da*b', 'b'],
  ['level:\uF00DStartsWith\uF00Dwarn', 'b'],
  ['!level:\uF00DEndsWith\uF00D[or, ng]', 'cd'],
  // AND before OR, parentheses, the empty group of a query that was empty.
  ['level:error OR level:warning', 'ab'],
  ['level:error or environment:prod and project:web', 'ac'],
  ['(level:error or environment:prod) and project:web', 'ac'],
  ['level:warning OR environment:prod AND event.type:transaction', 'bc'],
  ['(level:warning OR environment:prod) AND event.type:transaction', 'c'],
  ['level:warning OR timestamp:2026-01-12', 'bcd'],
  ['((level:error) OR ((level:warning)))', 'ab'],
  ['() AND event.type:transaction', 'cd'],
  ['(level:error) AND !event.type:transaction', 'a'],
  ['(undefined) AND !event.type:transaction', 'a'],
];

/** @type {import('@duckdb/node-api').DuckDBConnection} */
let connection;
const quoted = (text) => `'${text.replaceAll("'", "''")}'`;

function literal(value) {
  if (value === undefined) return 'NULL';
  if (Array.isArray(value)) return `[${value.map(quoted)}]`;
  if (typeof value === 'object') return `MAP {${Object.entries(value).map(([key, item]) => `${quoted(key)}: ${literal(item)}`)}}`;
  return typeof value === 'string' ? quoted(value) : String(value);
}

before(async () => {
  connection = await (await DuckDBInstance.create()).connect();
  await connection.run(`CREATE TABLE events (${Object.entries(COLUMNS).map(([name, type]) => `${name} ${type}`)})`);
  await connection.run("CREATE TABLE issues AS SELECT 7::BIGINT AS id, 'WEB-7' AS short_id");
  for (const [letter, event] of Object.entries(EVENTS)) {
    const row = { tags: {}, measurements: {}, ...event, id: letter.repeat(32) };
    await connection.run(`INSERT INTO events BY NAME SELECT ${Object.entries(row).map(([name, value]) => `${literal(value)} AS ${name}`)}`);
  }
});
after(() => connection.closeSync());

const CONTEXT = { now: Date.UTC(2026, 0, 12, 12), latestReleases: ['shop@2.0.0-beta+45'] };

async function found(text, context = CONTEXT) {
  const { where } = compileSearch(text, context);
  const reader = await connection.runAndReadAll(`SELECT id[1] FROM events WHERE ${where.sql} ORDER BY id`, where.params);
  return reader.getRows().flat().join('');
}

for (const [text, letters] of TABLE) {
  test(`${JSON.stringify(text)} finds ${letters || 'nothing'}`, async () => {
    assert.equal(await found(text), letters);
  });
}

test('conditions on functions filter groups, the rest filters rows', async () => {
  const known = { 'count()': 'count(*)', 'max(transaction.duration)': 'max(transaction_duration)' };
  const aggregates = (name) => ({ sql: known[name], params: [], type: name.startsWith('max') ? 'duration' : 'integer' });
  const groups = async (text) => {
    const { where, having, aggregates: used } = compileSearch(text, { ...CONTEXT, aggregates });
    const sql = `SELECT project FROM events WHERE ${where.sql} GROUP BY project HAVING ${having.sql} ORDER BY project`;
    const reader = await connection.runAndReadAll(sql, [...where.params, ...having.params]);
    return [reader.getRows().flat().join(' '), used];
  };
  assert.deepEqual(await groups('count():>1'), ['api web', ['count()']]);
  assert.deepEqual(await groups('count():>1 event.type:error'), ['', ['count()']]);
  assert.deepEqual(await groups('max(transaction.duration):>1s'), ['web', ['max(transaction.duration)']]);
  assert.deepEqual(await groups('!max(transaction.duration):>1s'), ['api', ['max(transaction.duration)']]);
  assert.deepEqual(await groups('(count():>5 OR max(transaction.duration):<=80) AND has:project'), ['api', ['count()', 'max(transaction.duration)']]);
});

test('a search without functions has no group condition', () => {
  assert.equal(compileSearch('level:error').having, null);
  assert.deepEqual(compileSearch('').where, { sql: 'TRUE', params: [] });
});

/** A value and how a client has to write it: quotes and stars escaped, backslashes doubled only beside a wildcard. */
const WRITTEN = [
  ['plain', '"plain"'], ['a b,c', '"a b,c"'], ['[x, "y"]', '"[x, \\"y\\"]"'], ['say "hi"', '"say \\"hi\\""'], ['a*b', '"a\\*b"'],
  ['C:\\dir\\file', '"C:\\dir\\file"'], ['C:\\\\dir', '"C:\\\\dir"'], ['a\\"b', '"a\\\\"b"'], ['ends\\', '"ends*"'], ['q\\*z', '"q\\\\*z"'],
  ['*\\"\\', '"\\*\\\\\\"*"'], ['two\nlines\tand tab', '"two\nlines\tand tab"'], ['(a OR b)', '"(a OR b)"'], ['AND', '"AND"'], ['5', '5'], ['>5', '">5"'],
  ['true', 'true'], ['-24h', '"-24h"'], ['2026-01-01', '"2026-01-01"'], ['مرحبا, "عالم"', '"مرحبا, \\"عالم\\""'], ['🎉 party', '"🎉 party"'], ["it's", '"it\'s"'],
  ['%_%', '"%_%"'], ['x'.repeat(2000), `"${'x'.repeat(2000)}"`], ['\u202eabc', '"\u202eabc"'], [' spaces ', '" spaces "'], ['tags[x]', '"tags[x]"'],
];

test('every value of a group can be asked for, alone and in a row of groups', async () => {
  await connection.run('CREATE TEMP TABLE groups (tags MAP(VARCHAR, VARCHAR))');
  for (const [value] of WRITTEN) await connection.run(`INSERT INTO groups VALUES (MAP {'g': ?})`, [value]);
  const groups = async (text) => {
    const { where } = compileSearch(text, CONTEXT);
    const reader = await connection.runAndReadAll(`SELECT tags['g'] FROM groups WHERE ${where.sql}`, where.params);
    return reader.getRows().flat();
  };
  for (const [value, written] of WRITTEN) {
    assert.deepEqual(await groups(`g:${written}`), [value], written);
    const others = await groups(`!g:${written}`);
    assert.equal(others.length, WRITTEN.length - 1, written);
    assert.ok(!others.includes(value), written);
  }
  const row = WRITTEN.map(([, written]) => `(g:${written} AND !has:other)`).join(' OR ');
  assert.equal((await groups(`(has:g) AND (${row})`)).length, WRITTEN.length);
});

const HOSTILE = [
  "' OR 1=1 --", "'; DROP TABLE events; --", '" OR ""="', "\\' OR 1=1 --", '?', '$1', ':x', '%', '_', "x' UNION SELECT 1 --",
  '/* */', '-- ', ';', "E'\\x27'", '\u0000', '\u2019 OR 1=1', "').read_csv('/etc/passwd", "'||(SELECT 1)||'", '{{7*7}}', '$$x$$',
];

const PIECES = [
  'level', 'release.version', 'timestamp', 'transaction.duration', 'error.handled', 'error.type', 'tags[a]', 'tags[a,number]', '"a:b"', 'has', 'is',
  'count()', 'issue', 'id', 'measurements.lcp', 'http.status_code', ':', ':', ':', '!', '>', '>=', '=', '"', '\\', '*', '(', ')', '[', ']', ',', ' ', ' ', ' OR ',
  ' AND ', '5', '5m', '10kb', '-24h', '2026-01-12', 'true', '1.2.*', 'error', 'é', '🎉', '\n', '\t', '\uF00DContains\uF00D', '%', "'", '?', ';',
];

test('whatever is typed is either answered or refused in words', async () => {
  let state = 20260112;
  const random = (below) => {
    state = (state * 48271) % 2147483647;
    return state % below;
  };
  const aggregates = () => ({ sql: 'count(*)', params: [], type: 'integer' });
  let answered = 0;
  for (let run = 0; run < 1500; run++) {
    const text = Array.from({ length: 1 + random(9) }, () => PIECES[random(PIECES.length)]).join('');
    let compiled;
    try {
      compiled = compileSearch(text, { ...CONTEXT, aggregates });
    } catch (error) {
      assert.equal(error.name, 'InvalidSearchQuery', `${JSON.stringify(text)}: ${error.stack}`);
      continue;
    }
    const { where, having } = compiled;
    const sql = `SELECT count(*) FROM events WHERE ${where.sql}${having ? ` HAVING ${having.sql}` : ''}`;
    await connection.runAndReadAll(sql, [...where.params, ...(having?.params ?? [])]).catch((error) => {
      assert.fail(`${JSON.stringify(text)}: ${error.message}`);
    });
    answered += 1;
  }
  assert.ok(answered > 150, String(answered));
});

test('hostile text is data wherever it stands', async () => {
  const statements = new Set();
  for (const value of HOSTILE) {
    const safe = value.replaceAll('"', '\\"');
    for (const text of [`level:"${safe}"`, `"${safe}"`, `tags[x]:"${safe}"`, `level:["${safe}",b]`, `level:"*${safe}"`]) {
      const { where } = compileSearch(text, CONTEXT);
      assert.ok(where.params.length > 0);
      statements.add(where.sql);
      assert.equal(await found(text), '', text);
    }
  }
  // The form of the search alone makes the statement: five forms, three of them with a twin for wildcards.
  assert.equal(statements.size, 8, [...statements].join('\n'));
  assert.equal(await found(''), 'abcd');
});

test('keys never reach the statement as text', () => {
  for (const key of ['tags[a:b.c-d]', '"x:y"', 'x.y-z', 'flags[f]', 'constructor', '__proto__', 'toString', 'measurements.__proto__']) {
    const { where } = compileSearch(`!${key}:5 has:${key}`, CONTEXT);
    assert.doesNotMatch(where.sql, /x:y|a:b|x\.y|constructor|proto|toString|flags/);
  }
});
