/** What a page may have put in place of the language's own functions: an error of ours, or none; never a trap. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startDrawer } from './drawer.mjs';

const START = 1_767_225_600;
const CONFIG = { title: 't', displayType: 'line', queries: [{ aggregates: ['count()'] }] };
const BODY = { data: Array.from({ length: 200 }, (_, index) => [START + index * 3_600, [{ count: index * 1.1 }]]), start: START, end: START + 720_000 };

const KEEP = 'globalThis.__now = performance.now.bind(performance); const fail = () => { throw new Error("not here"); };';
const WRONG = {
  'no Intl': 'delete globalThis.Intl;',
  'an Intl of another kind': 'globalThis.Intl = { DateTimeFormat: class {}, NumberFormat: class {} };',
  'an Intl that throws': 'Intl.DateTimeFormat = fail; Intl.NumberFormat = fail;',
  'an Intl that throws late': 'Intl.DateTimeFormat.prototype.formatToParts = fail; Intl.NumberFormat.prototype.formatToParts = fail;',
  'an Intl that answers nonsense': 'Intl.DateTimeFormat.prototype.formatToParts = () => [null, 7, { type: {}, value: 1n }]; Intl.NumberFormat.prototype.formatToParts = () => "x";',
  'a Date without now': 'Date.now = undefined;',
  'a Date that throws': 'Date.now = fail;',
  'a Date of text': 'Date.now = () => "soon";',
  'a Date of big numbers': 'Date.now = () => 1n;',
  'a Date that is not a number': 'Date.now = () => NaN;',
  'a Date at the end of time': 'Date.now = () => 8.64e15;',
  'a Date that cannot be made': 'const Own = Date; globalThis.Date = class { constructor() { fail(); } static now() { return Own.now(); } };',
  'offsets that throw': 'Date.prototype.getTimezoneOffset = fail;',
  'offsets past all zones': 'Date.prototype.getTimezoneOffset = () => 1e300;',
  'no performance': 'delete globalThis.performance; Object.defineProperty(globalThis, "performance", { value: undefined });',
  'a navigator that throws': 'Object.defineProperty(globalThis, "navigator", { get: fail });',
  'a language that throws': 'Object.defineProperty(globalThis, "navigator", { value: { get language() { return fail(); } } });',
  'a language that is no text': 'Object.defineProperty(globalThis, "navigator", { value: { language: 7n } });',
  'a Math.random that throws': 'Math.random = fail;',
  'a parseFloat that throws': 'globalThis.parseFloat = fail;',
  'a String that throws': 'globalThis.String = Object.assign(() => fail(), { prototype: String.prototype, raw: String.raw, fromCharCode: String.fromCharCode });',
};

for (const [name, code] of Object.entries(WRONG)) {
  test(name, async () => {
    const drawer = await startDrawer({ before: KEEP, during: `{ ${KEEP.replace('globalThis.__now = performance.now.bind(performance);', '')} ${code} }` });
    try {
      for (const looks of [{}, { timezone: 'America/Santiago', locale: 'de-AT' }]) {
        const { svg, error } = await drawer.draw(CONFIG, BODY, looks);
        if (error) {
          // Zones and languages are what only the page's `Intl` can tell.
          assert.equal(error.name, 'EventsStatsError');
          assert.equal(error.code, 'config', error.message);
          assert.ok(looks.timezone);
        } else {
          assert.match(svg, /^<svg .*<path /s);
        }
      }
    } finally {
      await drawer.stop();
    }
  });
}

test('languages whose digits, calendars and directions are their own', async (t) => {
  const drawer = await startDrawer();
  t.after(() => drawer.stop());
  for (const locale of ['en-US-u-nu-deva', 'ar-EG', 'fa-IR-u-ca-persian', 'th-TH-u-ca-buddhist', 'ja-JP-u-ca-japanese', 'he-IL-u-ca-hebrew', 'en-US-u-nu-hanidec', 'en-US-u-hc-h24']) {
    for (const timezone of ['UTC', 'Africa/Casablanca', 'Asia/Kathmandu', 'Pacific/Apia', 'Antarctica/Troll']) {
      const { svg, error, ms } = await drawer.draw(CONFIG, BODY, { locale, timezone });
      assert.equal(error, undefined, `${locale} ${timezone}`);
      assert.match(svg, /^<svg .*<path /s);
      assert.ok(ms < 15_000, `${locale} ${timezone}: ${ms} ms`);
    }
  }
});
