/** The texts in other languages are those that there are in English, with the same places. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { root } from '../../scripts/lib/paths.mjs';
import { WORDS } from '../../www/element/dashboard/words.js';

const FOLDER = join(root, 'www/element/words');

/**
 * What `src/messages/key.rs` says: lines of documentation, where there are any, and below them one of
 * `Name "name" "text";`.
 * @returns {Record<string, {english: string, documented: string}>}
 */
function messages() {
  const [, table] = readFileSync(join(root, 'src/messages/key.rs'), 'utf8').split('\nmessages! {\n');
  const rows = [...table.split('\n}')[0].matchAll(/((?: {8}\/\/\/.*\n)*) {8}\w+ "(\w+)" "(.*)";$/gm)];
  return Object.fromEntries(rows.map(([, documented, name, english]) => [name, { english, documented }]));
}

const placesOf = (/** @type {string} */ text) => [...text.matchAll(/\{(\w+)\}/g)].map(([, place]) => place).sort();

const ENGLISH = messages();
const tables = await Promise.all(readdirSync(FOLDER).filter((name) => name.endsWith('.js')).map(async (name) => ({
  language: name.replace('.js', ''),
  /** @type {{words: Record<string, string>, dashboardWords: Record<string, string>}} */
  table: await import(join(FOLDER, name)),
})));

/** Words that a language has from English. @type {Record<string, string[]>} */
const SAME = { de: ['browser', 'caches', 'layout', 'widget', 'spans', 'logs', 'dataset', 'release', 'text', 'typeIssues'], ja: [] };

test('there are tables, and all rows of the English one are read', () => {
  assert.deepEqual(tables.map(({ language }) => language), ['de', 'ja']);
  const rows = readFileSync(join(root, 'src/messages/key.rs'), 'utf8').match(/^ {8}[A-Z]\w+ "/gm);
  assert.ok(rows.length > 150);
  assert.equal(Object.keys(ENGLISH).length, rows.length);
});

for (const { language, table: { words, dashboardWords } } of tables) {
  test(`${language}: every text of a widget and of a dashboard is there, and no other`, () => {
    assert.deepEqual(Object.keys(words).sort(), Object.keys(ENGLISH).sort());
    assert.deepEqual(Object.keys(dashboardWords).sort(), Object.keys(WORDS).sort());
  });

  test(`${language}: what is filled in is the same, or another way to say it that is documented`, () => {
    for (const [name, { english, documented }] of Object.entries(ENGLISH)) {
      const [own, expected] = [placesOf(words[name]), placesOf(english)];
      const isOther = own.length === expected.length && own.every((place) => documented.includes(`{${place}}`));
      assert.ok(isOther || own.join() === expected.join(), `${name}: ${words[name]}`);
    }
    for (const [name, english] of Object.entries(WORDS)) assert.deepEqual(placesOf(dashboardWords[name]), placesOf(english), name);
  });

  test(`${language}: no text is left in English`, () => {
    const english = Object.fromEntries(Object.entries(ENGLISH).map(([name, row]) => [name, row.english]));
    const left = [[words, english], [dashboardWords, WORDS]].flatMap(([own, texts]) => Object.keys(own).filter((name) => own[name] === texts[name]));
    assert.deepEqual(left.sort(), [...SAME[language]].sort());
    // What is not filled in is in the letters of the language.
    if (language === 'ja') {
      const foreign = Object.entries({ ...words, ...dashboardWords }).filter(([, text]) => !/^[^\p{L}]*$/u.test(text.replace(/\{\w+\}/g, '')) && !/[\p{sc=Hira}\p{sc=Kana}\p{sc=Han}]/u.test(text));
      assert.deepEqual(foreign, []);
    }
  });

  test(`${language}: a text ends as a sentence where the English one does, and has no space at an end`, () => {
    const end = language === 'ja' ? /。$/ : /\.$/;
    for (const [name, { english }] of Object.entries(ENGLISH)) {
      assert.equal(end.test(words[name]), english.endsWith('.'), `${name}: ${words[name]}`);
      assert.equal(words[name], words[name].trim(), name);
    }
  });
}
