/**
 * What the grammar makes of a text, before any key has a type: one line a term.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parse } from '../../../www/server/search/parse.js';

/** A term on one line: form, sign, key, operator and value. */
function line(term) {
  if (term.type === 'operator') return term.value;
  if (term.type === 'group') return `(${term.terms.map(line).join(' ')})`;
  if (term.type === 'text') return `text<${term.quoted ? term.value : term.value.trim()}>`;
  const { form, negated, key, operator, value, match } = term;
  const shown = form === 'text' ? (value.quoted ? `"${value.text}"` : value.text) : JSON.stringify(value);
  const kind = term.type === 'aggregate' ? `aggregate.${form}` : form;
  return `${kind} ${negated ? '!' : ''}${key} ${match ?? operator} ${form === 'text' ? shown : shown.replaceAll('"', '')}`;
}

/** @type {Array<[text: string, terms: string[]]>} */
const TABLE = [
  ['', []],
  ['   ', []],
  ['hello', ['text<hello>']],
  ['hello   world', ['text<hello   world>']],
  ['"hello world"', ['text<hello world>']],
  ['"say \\"hi\\""', ['text<say "hi">']],
  ['before level:error after', ['text<before>', 'text level = error', 'text<after>']],
  ['level:error', ['text level = error']],
  ['!level:error', ['text !level = error']],
  ['level:"two words"', ['text level = "two words"']],
  ['level:""', ['text level = ""']],
  ['level:', ['text level = ']],
  ['"quoted:key":v', ['text quoted:key = v']],
  ['tags[level]:error', ['text tags[level] = error']],
  ['tags[a:b]:error', ['text tags[a:b] = error']],
  ['tags[size,number]:>5', ['number tags[size,number] > {digits:5,suffix:}']],
  ['tags[size , string]:5', ['text tags[size,string] = 5']],
  ['url:http://a.example/x', ['text url = http://a.example/x']],
  ['http://a.example', ['text http = //a.example']],
  ['a:b c:d', ['text a = b', 'text c = d']],
  ['a:b AND c:d', ['text a = b', 'AND', 'text c = d']],
  ['a:b or c:d', ['text a = b', 'OR', 'text c = d']],
  ['a:b Or c:d', ['text a = b', 'OR', 'text c = d']],
  ['order of andes', ['text<order of andes>']],
  ['a:b ORDER', ['text a = b', 'text<ORDER>']],
  ['(a:b OR c:d) e:f', ['(text a = b OR text c = d)', 'text e = f']],
  ['((a:b))', ['((text a = b))']],
  ['( a:b )', ['(text a = b)']],
  ['call fn() now', ['text<call fn() now>']],
  ['TypeError fn(app/x.js)', ['text<TypeError fn(app/x.js)>']],
  ['()', ['text<()>']],
  ['x:5', ['number x = {digits:5,suffix:}']],
  ['x:-5', ['number x = {digits:-5,suffix:}']],
  ['x:>=5.25k', ['number x >= {digits:5.25,suffix:k}']],
  ['x:<5m', ['duration x < {digits:5,unit:m}']],
  ['x:300ms', ['duration x = {digits:300,unit:ms}']],
  ['!x:>1.5s', ['duration !x > {digits:1.5,unit:s}']],
  ['x:1w', ['duration x = {digits:1,unit:w}']],
  ['x:10kb', ['size x = {digits:10,unit:kb}']],
  ['x:>5MiB', ['size x > {digits:5,unit:MiB}']],
  ['x:5mx', ['text x = 5mx']],
  ['x:true', ['boolean x = true']],
  ['!x:FALSE', ['boolean !x = FALSE']],
  ['x:1', ['boolean x = 1']],
  ['x:truely', ['text x = truely']],
  ['x:[1, 2,3k]', ['numberList x = [{digits:1,suffix:},{digits:2,suffix:},{digits:3,suffix:k}]']],
  ['x:[a,b,"c d"]', ['textList x = [a,b,c d]']],
  ['!x:[a, "b"]', ['textList !x = [a,b]']],
  ['x:[a]b,c]', ['textList x = [a]b,c]']],
  ['x:[]]', ['textList x = []]']],
  ['x:[a', ['text x = [a']],
  ['x:[]', ['text x = []']],
  ['x:[a,,b]', ['text x = [a,,b]']],
  ['x:[1,a]', ['textList x = [1,a]']],
  ['t:>2026-01-01', ['date t > 2026-01-01']],
  ['t:<=2026-01-01T10:00:00', ['date t <= 2026-01-01T10:00:00']],
  ['t:>2026-01-01T10:00:00.123Z', ['date t > 2026-01-01T10:00:00.123Z']],
  ['t:>2026-01-01T10:00:00-05:00', ['date t > 2026-01-01T10:00:00-05:00']],
  ['t:2026-01-01', ['exactDate t = 2026-01-01']],
  ['t:-24h', ['relativeDate t = -24h']],
  ['t:+1d', ['relativeDate t = +1d']],
  ['t:-24y', ['text t = -24y']],
  ['has:x', ['has has = {key:x}']],
  ['!has:tags[x]', ['has !has = {key:tags[x]}']],
  ['has:', ['has has = {key:null}']],
  ['has:5', ['number has = {digits:5,suffix:}']],
  ['is:unresolved', ['is is = {text:unresolved,quoted:false}']],
  ['count():>4', ['aggregate.number count() > {digits:4,suffix:}']],
  ['!count():4', ['aggregate.number !count() = {digits:4,suffix:}']],
  ['p95(transaction.duration):>1s', ['aggregate.duration p95(transaction.duration) > {digits:1,unit:s}']],
  ['failure_rate():>5%', ['aggregate.percentage failure_rate() > {digits:5}']],
  ['percentile(x,0.5):<10', ['aggregate.number percentile(x, 0.5) < {digits:10,suffix:}']],
  ['to_other( release , "a,b" ):1', ['aggregate.number to_other(release, "a,b") = {digits:1,suffix:}']],
  ['count_if(tags[a],equals,"b"):>0', ['aggregate.number count_if(tags[a], equals, "b") > {digits:0,suffix:}']],
  ['last_seen():-7d', ['aggregate.relativeDate last_seen() = -7d']],
  ['count():many', ['text<count():many>']],
  ['x:\uF00DContains\uF00Dabc', ['text x Contains abc']],
  ['!x:\uF00DStartsWith\uF00D"a b"', ['text !x StartsWith "a b"']],
  ['x:\uF00DEndsWith\uF00D[a,b]', ['textList x EndsWith [a,b]']],
  ['a:b\tc', ['text a = b', 'text<c>']],
  ['a:"b\tc\nd"', ['text a = "b\tc\nd"']],
  ['a:\\"b', ['text a = \\"b']],
  ['a:é日本🎉', ['text a = é日本🎉']],
];

for (const [text, expected] of TABLE) {
  test(`reads ${JSON.stringify(text)}`, () => {
    assert.deepEqual(parse(text).map(line), expected);
  });
}

test('parentheses stay linear in time: every level could be a group or text', () => {
  const started = performance.now();
  parse(`${'('.repeat(100)}a:b${')'.repeat(100)}`);
  assert.throws(() => parse(`${'('.repeat(100)}a:b`), /Parse error/);
  assert.ok(performance.now() - started < 60_000);
});

test('long lists and long texts are read in reasonable time', () => {
  const started = performance.now();
  const items = Array.from({ length: 2000 }, (_, index) => `v${index}`);
  const [list] = parse(`x:[${items.join(',')}]`);
  assert.equal('value' in list && list.value.length, 2000);
  parse(`x:[${'a'.repeat(16000)}`);
  parse(`${'word '.repeat(3000)}`);
  assert.ok(performance.now() - started < 60_000);
});
