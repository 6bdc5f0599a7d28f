/** What projects and environments an organization has, in the server's words: what there is to choose from. */
import { ask, failed, jsonOf } from './api.js';
import { textOf } from './filters.js';

/** @typedef {{value: string, text: string}} Choice */

const MOST_PAGES = 10;

/** Of Sentry's lists of either, what is asked for by and what is shown. @type {Record<'project' | 'environment', (entry: any) => Choice>} */
const READ = {
  project: ({ id, slug, name }) => ({ value: textOf(id), text: textOf(slug) || textOf(name) || textOf(id) }),
  environment: ({ name }) => ({ value: textOf(name), text: textOf(name) }),
};

/** @param {import('./api.js').Api} api @param {'project' | 'environment'} kind @returns {Promise<Choice[]>} @throws {import('./api.js').Failure} */
export async function choicesOf(api, kind) {
  /** @type {Choice[]} */
  const choices = [];
  /** @type {string | undefined} */
  let cursor = '';
  for (let page = 0; page < MOST_PAGES && cursor !== undefined; page += 1) {
    const { text, headers } = await ask(api, `${kind}s/${cursor && `?cursor=${encodeURIComponent(cursor)}`}`);
    const entries = jsonOf(text, 'a list');
    if (!Array.isArray(entries)) throw failed('decode', `Expected a list of ${kind}s, found something else.`);
    // The environment without a name cannot be asked for by one.
    choices.push(...entries.filter((entry) => typeof entry === 'object' && entry !== null).map(READ[kind]).filter(({ value }) => value));
    cursor = /rel="next"; results="true"; cursor="([^"]+)"/.exec(headers.get('link') ?? '')?.[1];
  }
  return choices.sort((a, b) => a.text.localeCompare(b.text));
}
