/** Sentry's API as a dashboard asks it: one answer in JSON, and every failure in words. */
import { EventsStatsError } from 'events-stats-widget';
import { addressOf, fetchFor, pageOptions } from './page-options.js';
import { REFUSALS, WORDS } from './words.js';

/**
 * @typedef {Omit<EventsStatsError, 'status'> & {status: number | null, retryAfterMs: number | null}} Failure
 * @typedef {{org: string, base: string, fetch: typeof globalThis.fetch | undefined, signal: AbortSignal}} Api where and by what it is asked
 */

const TIMEOUT_MS = 30_000;

/** As widgets have them. @type {Record<number, string>} */
const CODES = { 400: 'bad_request', 401: 'unauthorized', 403: 'forbidden', 404: 'not_found', 429: 'rate_limited' };

/**
 * Why there is no answer.
 * @param {string} code @param {string} message @param {{status?: number, retryAfterMs?: number | null}} [facts]
 * @returns {Failure}
 */
export const failed = (code, message, facts) => Object.assign(new EventsStatsError(code, message), { status: null, retryAfterMs: null, ...facts });

/** Whether asking again by itself may help soon. @param {Failure} failure */
export const isPassing = ({ code, status }) => ['network', 'timeout', 'rate_limited', 'server'].includes(code) || status === 408;

/**
 * @param {Api} api @param {string} path below the organization
 * @returns {Promise<{text: string, headers: Headers}>}
 * @throws {Failure}
 */
export async function ask({ org, base, fetch, signal }, path) {
  const url = checkedAddress(base, `api/0/organizations/${encodeURIComponent(org)}/${path}`);
  const limitMs = pageOptions().timeoutMs ?? TIMEOUT_MS;
  const ending = new AbortController();
  const end = () => ending.abort();
  signal.addEventListener('abort', end);
  const limit = setTimeout(end, limitMs);
  try {
    // A bare call, as a page calls its own.
    const call = fetch ?? fetchFor(url);
    const response = await call(url.href, { headers: { accept: 'application/json' }, signal: ending.signal });
    const text = await response.text();
    if (!response.ok) throw refused(response, text);
    return { text, headers: response.headers };
  } catch (error) {
    if (error instanceof EventsStatsError) throw error;
    if (ending.signal.aborted) throw failed('timeout', `The server did not respond within ${limitMs / 1000} s.`);
    throw failed('network', `No response from the server: ${error instanceof Error ? error.message : String(error)}.`);
  } finally {
    clearTimeout(limit);
    signal.removeEventListener('abort', end);
  }
}

/** @param {string} text of an answer @param {string} what was expected */
export function jsonOf(text, what) {
  try {
    return JSON.parse(text);
  } catch {
    const found = text.trimStart().startsWith('<') ? 'an HTML page' : `\`${text.slice(0, 40)}\``;
    throw failed('decode', `Expected ${what} in JSON, found ${found}. Is \`base-url\` the address above /api/0/?`);
  }
}

/** @param {string} base @param {string} path @returns {URL} */
function checkedAddress(base, path) {
  let url;
  try {
    url = addressOf(base, path);
  } catch {
    throw failed('config', `\`base-url\`: expected a URL, found \`${base.slice(0, 80)}\``);
  }
  if (url.username || url.password) throw failed('config', '`base-url`: expected a URL without user name and password, found a URL with credentials');
  return url;
}

/** @param {Response} response @param {string} text */
function refused({ status, headers }, text) {
  const detail = detailOf(text);
  const code = CODES[status] ?? (status >= 500 ? 'server' : 'http');
  const word = REFUSALS[status];
  const what = word ? WORDS[word] : status === 400 ? 'The server rejected the request' : `The server responded with status ${status}`;
  const seconds = Number(headers.get('retry-after') ?? Number.NaN);
  const retryAfterMs = Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : null;
  return failed(code, detail ? `${what}: ${detail}` : `${what}.`, { status, retryAfterMs });
}

/** @param {string} text of an error */
function detailOf(text) {
  try {
    const { detail } = JSON.parse(text);
    return String(detail?.message ?? detail ?? '').slice(0, 300);
  } catch {
    return '';
  }
}
