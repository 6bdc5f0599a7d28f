/**
 * `npm run share -- ORG/DASHBOARD [WIDGET] --days 30`: makes a share link with SHARE_SECRET.
 * `npm run share -- --revoke ID`: withdraws one. Of the server's npm package it is `events-stats-server share`.
 */
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { shareCommand } from '../www/server/share/command.js';
import { RevokedShares } from '../www/server/share/revoked.js';
import { readShareSecret, readWish, signShare } from '../www/server/share/tokens.js';
import { root } from './lib/paths.mjs';
import { exitWith, StepError } from './lib/run.mjs';

const COMMAND = shareCommand();
const USAGE = `Usage: ${COMMAND} ORG/DASHBOARD [WIDGET] --days 30 [--range 24h,7d] [--compare 1w]\n       ${COMMAND} --revoke ID`;

try {
  const { values, positionals } = read();
  if (values.revoke !== undefined) await revoke(values.revoke);
  else await share(positionals, values);
} catch (error) {
  exitWith(error instanceof StepError ? error : new StepError(error instanceof Error ? error.message : String(error)));
}

function read() {
  const options = /** @type {const} */ ({ days: { type: 'string' }, range: { type: 'string' }, compare: { type: 'string' }, revoke: { type: 'string' } });
  try {
    return parseArgs({ options, allowPositionals: true });
  } catch (error) {
    throw new StepError(`${/** @type {Error} */ (error).message}\n${USAGE}`);
  }
}

/** @param {string[]} what @param {{days?: string, range?: string, compare?: string}} options */
async function share([place, widget, ...more], { days, range = '24h', compare }) {
  const [org, dashboard, ...deeper] = (place ?? '').split('/');
  if (!org || !dashboard || deeper.length > 0 || more.length > 0 || days === undefined) throw new StepError(USAGE);
  const secret = readShareSecret(process.env);
  if (secret === null) throw new StepError('There are no share links without SHARE_SECRET: set it to the same 32 characters or more as the server\'s.');
  const wish = readWish({ org, dashboard, ...(widget ? { widget } : {}), days: Number(days), ranges: range.split(','), ...(compare ? { compare } : {}) });
  const { token, id, expires } = await signShare(secret, wish);
  const host = process.env.HOST || '127.0.0.1';
  // All addresses of a machine are none to go to.
  const base = process.env.PUBLIC_URL || `http://${['0.0.0.0', '::'].includes(host) ? '127.0.0.1' : host}:${process.env.PORT || 8080}`;
  console.log(`${base.replace(/\/+$/, '')}/s/${token}`);
  console.log(`until ${expires.toISOString()}; ${COMMAND} --revoke ${id} withdraws it`);
}

/** @param {string} id */
async function revoke(id) {
  if (!/^[\w-]{12}$/.test(id)) throw new StepError(`--revoke: expected the id of a share link, twelve characters, found ${JSON.stringify(id)}.`);
  await new RevokedShares(revokedPath(process.env)).add(id);
  console.log(`${id} is withdrawn.`);
}

/** @param {NodeJS.ProcessEnv} env */
function revokedPath(env) {
  return env.SHARE_REVOKED ? resolve(env.SHARE_REVOKED) : join(resolve(env.DATA_DIR || join(root, 'data')), 'revoked-shares.txt');
}
