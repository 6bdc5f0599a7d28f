/**
 * `GET /api/0/organizations/{org}/releases/stats/`: when each release was first seen, newest first.
 * A release here is what events carry in `release`; its date is that of its first event.
 */
import { scopeOf, checkOrganization, parametersOf } from '../stats/request.js';
import { NO_SEARCH, scopeCondition } from '../stats/scope.js';
import { linkHeader, pageOf } from './pages.js';

const USUAL_ROWS = 100;

/**
 * @param {import('./context.js').ApiContext} context
 * @returns {import('fastify').FastifyPluginAsync}
 */
export const releasesStatsRoute = ({ store, now }) => async (app) => {
  app.get('/api/0/organizations/:organization/releases/stats/', async (request, reply) => {
    checkOrganization(store, /** @type {any} */ (request.params).organization);
    const params = parametersOf(request);
    const page = pageOf(params, USUAL_ROWS);
    const scope = scopeOf(store, params, 'discover', now());
    const rows = scope ? await firstSeen(scope, page) : [];
    reply.header('link', linkHeader(request, page, rows.length > page.limit));
    return rows.slice(0, page.limit).map(({ version, date }) => ({ version, date: date.toISOString() }));
  });
};

/**
 * The first event may lie before the range, and then the release is no part of it.
 * @param {import('../stats/scope.js').Scope} scope @param {import('./pages.js').Page} page
 */
function firstSeen(scope, { limit, offset }) {
  const { start, end } = scope.range;
  const everywhen = { ...scope, range: { start: 0, end } };
  const where = scopeCondition(everywhen, NO_SEARCH, []);
  return scope.store.database.query(
    `SELECT release AS version, min(timestamp) AS date FROM events
     WHERE ${where.sql} AND release IS NOT NULL GROUP BY release
     HAVING min(timestamp) >= epoch_ms(CAST(? AS BIGINT))
     ORDER BY date DESC, version LIMIT CAST(? AS BIGINT) OFFSET CAST(? AS BIGINT)`,
    [...where.params, start, limit + 1, offset],
  );
}
