/** Text that is no search, or a value its key cannot take: Sentry's words, status 400. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compileSearch } from '../../../www/server/search/index.js';

const PARENTHESES = 'This is commonly caused by unmatched parentheses. Enclose any text in double quotes.';
const OR_MIX = 'Having an OR between aggregate filters and normal filters is invalid.';
const NOW = Date.UTC(2026, 0, 15, 12, 30, 5, 120);

const TABLE = [
  ['(a:b', `Parse error at '(a:b' (column 1). ${PARENTHESES}`],
  ['a:b)', `Parse error at 'a:b)' (column 4). ${PARENTHESES}`],
  ['hi (there', `Parse error at 'hi (there' (column 4). ${PARENTHESES}`],
  ['hi \n there', `Parse error at 'hi \n ther' (column 4). ${PARENTHESES}`],
  ['level:error and some words (', `Parse error at 'rds (' (column 28). ${PARENTHESES}`],
  ['🎉🎉 (a', `Parse error at '🎉🎉 (a' (column 4). ${PARENTHESES}`],
  ['('.repeat(20000), `Parse error at '((((((((((' (column 101). ${PARENTHESES}`],
  ['x:', "Empty string after 'x:'"],
  ['x: y', "Empty string after 'x:'"],
  ['!tags[x]:', "Empty string after 'tags[x]:'"],
  ['x:"y', "Invalid quote at '\"y': quotes must enclose text or be escaped."],
  ['x:y"z', "Invalid quote at 'y\"z': quotes must enclose text or be escaped."],
  ['x:[a, ]', 'Lists should not have empty values'],
  ['is:unresolved', '"is:" queries are not supported in this search.'],
  ['has:', 'Invalid format for "has" search: was expecting a field or tag instead'],
  ['has:"a b"', 'Invalid format for "has" search: was expecting a field or tag instead'],
  ['transaction.duration:>hotdog', 'transaction.duration: Invalid number: >hotdog. Expected number then optional k, m, or b suffix (e.g. 500k).'],
  ['project.id:one', 'project.id: Invalid number: one. Expected number then optional k, m, or b suffix (e.g. 500k).'],
  ['project.id:[1,two]', "project.id: Invalid number: ['1', 'two']. Expected number then optional k, m, or b suffix (e.g. 500k)."],
  ['transaction.duration:""', 'transaction.duration: Invalid number: . Expected number then optional k, m, or b suffix (e.g. 500k).'],
  ['stack.colno:>3s', 's is not a valid number suffix, must be k, m or b'],
  ['stack.colno:true', 'Invalid number'],
  ['transaction.duration:>999999999999d', '999999999999d is too large of a value, the maximum value is 999999999 days'],
  ['error.handled:5', 'error.handled: Invalid boolean: 5. Expected true, 1, false, or 0.'],
  ['timestamp:soon', 'timestamp: Invalid date: soon. Expected +/-duration (e.g. +1h) or ISO 8601-like (e.g. 2026-01-15T12:30:05.12).'],
  ['timestamp:>2026-13-01', '2026-13-01 is not a valid ISO8601 date query'],
  ['timestamp:2026-02-30', '2026-02-30 is not a valid datetime query'],
  ['!timestamp:>2026-01-01', 'timestamp: Invalid date: >2026-01-01. Expected +/-duration (e.g. +1h) or ISO 8601-like (e.g. 2026-01-15T12:30:05.12).'],
  ['timestamp:<2026-01-01', 'Filter on timestamp is outside of the selected date range.'],
  ['timestamp:>2026-02-01', 'Filter on timestamp is outside of the selected date range.'],
  ['id:abc', 'id must be a valid UUID hex (32-36 characters long, containing only digits, dashes, or a-f characters)'],
  ['id:abc*', 'Wildcard conditions are not permitted on `id` field'],
  ['trace.span:abc', 'trace.span must be a valid 16 character hex (containing only digits, or a-f characters)'],
  ['transaction.status:fine', 'Invalid value fine for transaction.status condition. Accepted values are ok, cancelled, unknown, invalid_argument, deadline_exceeded, not_found, already_exists, permission_denied, resource_exhausted, failed_precondition, aborted, out_of_range, unimplemented, internal_error, unavailable, data_loss, unauthenticated, unknown_error'],
  ['release.version:>one', 'Invalid format of semantic version. For searching non-semver releases, use release: instead.'],
  ['project:shop', 'Invalid query. Project(s) shop do not exist or are not actively selected.'],
  ['project:""', 'Cannot query for has:project or project:"" as every event will have a project'],
  ['OR a:b', "Condition is missing on the left side of 'OR' operator"],
  ['a:b AND c:d AND', "Condition is missing on the right side of 'AND' operator"],
  ['a:b Or And c:d', "Missing condition in between two condition operators: 'OR AND'"],
  ['(OR a:b) AND c:d', "Condition is missing on the left side of 'OR' operator"],
  ['( OR )', "Condition is missing on the left side of 'OR' operator"],
  ['count():>1 OR a:b', OR_MIX],
  ['(count():>1 AND a:b) OR a:b', OR_MIX],
  ['(count():>1 AND a:b) OR (a:b AND count():>2)', OR_MIX],
  ['a:b OR (c:d AND (e:f AND count():>1))', OR_MIX],
  ['count(a, ):>1', 'Lists should not have empty values'],
  ['count():>5%', 'Invalid aggregate query condition: count()'],
  ['count():>2026-01-01', 'Invalid aggregate query condition: count()'],
  ['count():>5s', 's is not a valid number suffix, must be k, m or b'],
];

for (const [text, detail] of TABLE) {
  test(`refuses ${JSON.stringify(text.slice(0, 60))}`, () => {
    const context = {
      now: NOW,
      start: Date.UTC(2026, 0, 10),
      end: Date.UTC(2026, 0, 15),
      projects: ['web', 'api'],
      aggregates: () => ({ sql: 'count(*)', params: [], type: 'integer' }),
    };
    assert.throws(() => compileSearch(text, context), { statusCode: 400, message: detail });
  });
}

test('an unknown function is refused by whoever knows the functions', () => {
  const aggregates = (name) => { throw Object.assign(new Error(`${name} is not valid`), { statusCode: 400 }); };
  assert.throws(() => compileSearch('nope(a):>1', { aggregates }), { message: 'nope(a) is not valid' });
  assert.throws(() => compileSearch('count():>1'), { message: 'Invalid aggregate query condition: count()' });
});
