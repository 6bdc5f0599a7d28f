/**
 * Sentry's pages: `per_page`, `cursor`, and the `Link` header that leads on.
 */
import { originOf } from '../http/origin.js';
import { ParseError } from '../errors.js';
import { parseInteger } from '../stats/parameters.js';

const MAX_PER_PAGE = 100;
const CURSOR = /^-?\d+(?:\.\d+)?:(\d{1,9}):[01]$/;

/** @typedef {{limit: number, offset: number}} Page */

/**
 * @param {import('../stats/parameters.js').Parameters} params
 * @param {number} usual entries when nothing is asked for; 0 leaves it to whoever asked
 * @param {string} [name] of the parameter
 * @returns {Page}
 */
export function pageOf(params, usual, name = 'per_page') {
  const text = params.last(name);
  const isAsked = text !== undefined && text !== '';
  const limit = isAsked ? parseInteger(text) : usual;
  if (limit === null) throw new ParseError(`Invalid ${name} parameter.`);
  if (isAsked && (limit < 1 || limit > MAX_PER_PAGE)) {
    throw new ParseError(`Invalid ${name} value. Must be between 1 and ${MAX_PER_PAGE}.`);
  }
  const cursor = params.last('cursor');
  if (!cursor) return { limit, offset: 0 };
  const match = CURSOR.exec(cursor);
  if (!match) throw new ParseError('Invalid cursor parameter.');
  return { limit, offset: Number(match[1]) };
}

/**
 * @param {import('fastify').FastifyRequest} request @param {Page} page @param {boolean} more
 * @returns {string}
 */
export function linkHeader(request, { limit, offset }, more) {
  const url = new URL(originOf(request) + request.url);
  /** @param {string} rel @param {boolean} results @param {number} at @param {0|1} back */
  const link = (rel, results, at, back) => {
    const cursor = `0:${at}:${back}`;
    url.searchParams.set('cursor', cursor);
    return `<${url}>; rel="${rel}"; results="${results}"; cursor="${cursor}"`;
  };
  return [
    link('previous', offset > 0, Math.max(0, offset - limit), 1),
    link('next', more, offset + limit, 0),
  ].join(', ');
}
