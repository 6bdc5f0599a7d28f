/** What large answers leave behind: a module's memory never shrinks again. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { startDrawer } from './drawer.mjs';

const MIB = 2 ** 20;
const LARGE = 50 * MIB;
/** A module that has drawn a chart has three of it. */
const MOST = 24 * MIB;
const CONFIG = { title: 't', displayType: 'line', queries: [{ aggregates: ['count()'] }] };
const ROWS = '[1767225600,[{"count":1}]],[1767225900,[{"count":2}]]';
const GOOD = new TextEncoder().encode(`{"data":[${ROWS}]}`);

let drawer;
before(async () => { drawer = await startDrawer(); });
after(() => drawer?.stop());

const filled = (begin, part, end) => {
  const bytes = Buffer.alloc(LARGE, part);
  bytes.write(begin, 0);
  bytes.write(end, LARGE - Buffer.byteLength(end));
  return new Uint8Array(bytes);
};

for (const [what, body] of Object.entries({
  blanks: () => filled(`{"data":[${ROWS}],`, ' ', '"a":1}'),
  'blanks between rows': () => filled(`{"data":[${ROWS},`, '\n', '[1767226200,[]]]}'),
  'one text that nobody reads': () => filled(`{"data":[${ROWS}],"note":"`, 'x', '"}'),
  'one text of escapes': () => filled(`{"data":[${ROWS}],"note":"  `, '\\n', '"}'),
  'one name': () => filled(`{"data":[${ROWS}],"`, 'x', '":1}'),
  'a list that nobody reads': () => filled(`{"data":[${ROWS}],"list":[0`, ',1', ',1]}'),
  'a text in a row': () => filled(`{"data":[${ROWS},[1767226200,[{"count":3,"note":"`, 'x', '"}]]]}'),
})) {
  test(`${what}: 50 MB leave nothing`, async () => {
    const good = await drawer.draw(CONFIG, GOOD);
    const { svg, error, memoryBytes } = await drawer.draw(CONFIG, body());
    assert.equal(error, undefined);
    assert.match(svg, /^<svg /);
    assert.ok(memoryBytes < MOST, `${memoryBytes / MIB} MiB`);
    assert.equal((await drawer.draw(CONFIG, GOOD)).svg, good.svg);
  });
}

test('rows past what a chart can show are not kept', async () => {
  const row = (index) => `[${1_000_000_000 + index * 60},[{"count":${index % 97}}]]`;
  const rows = Array.from({ length: 1_700_000 }, (_, index) => row(index)).join(',');
  const { svg, error, memoryBytes } = await drawer.draw(CONFIG, new TextEncoder().encode(`{"data":[${rows}]}`));
  assert.equal(error, undefined);
  assert.match(svg, /<path /);
  assert.ok(memoryBytes < 64 * MIB, `${memoryBytes / MIB} MiB`);
});

test('an instance that has grown all the same gives way to a new one', async () => {
  const group = (index) => `"g${index}":{"order":${index},"data":[${Array.from({ length: 1_000 }, (_, row) => `[${1_000_000_000 + row * 60},[{"count":${row}}]]`).join(',')}]}`;
  const body = `{${Array.from({ length: 2_200 }, (_, index) => group(index)).join(',')}}`;
  const config = { ...CONFIG, displayType: 'area', limit: 5, queries: [{ aggregates: ['count()'], columns: ['a'] }] };
  const { svg: before, instances } = await drawer.draw(CONFIG, GOOD);
  const bytes = new TextEncoder().encode(body);
  const large = await drawer.draw(config, bytes);
  assert.match(large.svg, /<path /);
  const { svg, memoryBytes, ...now } = await drawer.draw(CONFIG, GOOD);
  assert.equal(svg, before);
  assert.equal(now.instances, instances + 1);
  assert.ok(memoryBytes < MOST, `${memoryBytes / MIB} MiB`);
});
