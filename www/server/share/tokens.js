/**
 * Share links as signed tokens (JWT, HMAC with SHA-256): what is shown, over which ranges, until when. Nothing is kept
 * of them here but which were revoked.
 */
import { randomBytes } from 'node:crypto';
import { SignJWT, errors, jwtVerify } from 'jose';
import { ApiError, ParseError } from '../errors.js';
import { LOOK_RULES } from '../embed/look.js';

const ALGORITHM = 'HS256';
const AUDIENCE = 'share';
const DAY = 86_400;
const MAX_DAYS = 3660;
const MAX_RANGES = 10;
/** As long as the signature: a shorter one is the weaker part. */
const MIN_SECRET = 32;
const NAME = /^[a-zA-Z0-9][a-zA-Z0-9_.-]{0,99}$/;

/**
 * @typedef {object} Share
 * @property {string} org
 * @property {string} dashboard
 * @property {string|null} widget null: all of them
 * @property {string[]} ranges periods that may be shown, the usual one first
 * @property {string|null} compare
 */

/** @param {Record<string, string|undefined>} env SHARE_SECRET @returns {Uint8Array|null} null: there are no shares */
export function readShareSecret(env) {
  const secret = env.SHARE_SECRET;
  if (!secret) return null;
  if (secret.length < MIN_SECRET) throw new Error(`SHARE_SECRET: expected at least ${MIN_SECRET} characters, found ${secret.length}.`);
  return new TextEncoder().encode(secret);
}

/** What is answered where there is no secret. */
export const noShares = () => new ApiError(404, 'This server has no share links: SHARE_SECRET is not set.');

/** @param {string} name @param {unknown} value @param {(value: any) => boolean} takes @param {string} expected */
function check(name, value, takes, expected) {
  if (takes(value)) return;
  throw new ParseError(`${name}: expected ${expected}, found ${JSON.stringify(value)?.slice(0, 60) ?? 'nothing'}.`);
}

/** @param {unknown} value */
const isName = (value) => typeof value === 'string' && NAME.test(value);

/**
 * @param {unknown} wish what a share is to show: `{org, dashboard, widget?, days, ranges?, compare?}`
 * @returns {Share & {days: number}}
 * @throws {ParseError}
 */
export function readWish(wish) {
  const { org, dashboard, widget = null, days, ranges = ['24h'], compare = null, ...rest } = /** @type {Record<string, any>} */ (wish ?? {});
  check('The share', Object.keys(rest)[0], (name) => name === undefined, 'org, dashboard, widget, days, ranges and compare alone');
  check('org', org, isName, 'the name of an organization');
  check('dashboard', dashboard, isName, 'the id of a dashboard, as text');
  check('widget', widget, (id) => id === null || isName(id), 'the id of a widget, as text');
  check('days', days, (count) => Number.isInteger(count) && count >= 1 && count <= MAX_DAYS, `a whole number from 1 to ${MAX_DAYS}`);
  check('ranges', ranges, (list) => Array.isArray(list) && list.length > 0 && list.length <= MAX_RANGES && list.every((one) => typeof one === 'string' && LOOK_RULES.range.takes(one)), 'a list of periods such as `24h`');
  check('compare', compare, (text) => text === null || (typeof text === 'string' && LOOK_RULES.compare.takes(text)), LOOK_RULES.compare.expected);
  return { org, dashboard, widget, ranges, compare, days };
}

/**
 * @param {Uint8Array} secret @param {Share & {days: number}} wish @param {number} [now] milliseconds of the epoch
 * @returns {Promise<{token: string, id: string, expires: Date}>} `id` revokes it
 */
export async function signShare(secret, { days, org, dashboard, widget, ranges, compare }, now = Date.now()) {
  const id = randomBytes(9).toString('base64url');
  const expires = Math.floor(now / 1000) + days * DAY;
  const token = await new SignJWT({ o: org, d: dashboard, r: ranges, ...(widget === null ? {} : { w: widget }), ...(compare === null ? {} : { c: compare }) })
    .setProtectedHeader({ alg: ALGORITHM }).setAudience(AUDIENCE).setJti(id).setExpirationTime(expires).sign(secret);
  return { token, id, expires: new Date(expires * 1000) };
}

/**
 * @param {Uint8Array} secret @param {string} token @param {(id: string) => Promise<boolean>} isRevoked
 * @param {number} [now] milliseconds of the epoch
 * @returns {Promise<Share>}
 * @throws {ApiError} 404 for what was not signed here, 410 for what has ended
 */
export async function openShare(secret, token, isRevoked, now = Date.now()) {
  const payload = await jwtVerify(token, secret, { algorithms: [ALGORITHM], audience: AUDIENCE, requiredClaims: ['exp', 'jti'], currentDate: new Date(now) }).then(
    (verified) => verified.payload,
    (error) => {
      throw error instanceof errors.JWTExpired ? new ApiError(410, 'This share link has expired.') : new ApiError(404, 'There is no such share link.');
    },
  );
  if (await isRevoked(String(payload.jti))) throw new ApiError(410, 'This share link was withdrawn.');
  const { o: org, d: dashboard, w: widget = null, r: ranges, c: compare = null } = /** @type {Record<string, any>} */ (payload);
  return { org, dashboard, widget, ranges, compare };
}
