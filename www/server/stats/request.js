/**
 * What every endpoint over events reads from a request: who, where, when, what.
 */
import { ParseError, notFound } from '../errors.js';
import { rangeOf } from './date-range.js';
import { Parameters, environmentsOf, projectsOf } from './parameters.js';
import { sourceOf } from './source.js';
import { metricOfRequest } from './trace-items/trace-metric.js';

/**
 * @param {import('../events/store.js').EventStore} store
 * @param {string} organization id or slug
 */
export function checkOrganization(store, organization) {
  const { id, slug } = store.organization;
  if (organization !== slug && organization !== String(id)) throw notFound();
}

/** @param {import('fastify').FastifyRequest} request */
export const parametersOf = (request) => new Parameters(/** @type {any} */ (request.query));

/**
 * @param {import('../events/store.js').EventStore} store
 * @param {Parameters} params
 * @param {string} dataset
 * @param {number} now
 * @returns {import('./scope.js').Scope|null} null when there is no project to ask
 */
export function scopeOf(store, params, dataset, now) {
  const asked = rangeOf(params, now, store.organization.id);
  const projects = projectsOf(params, store.projects);
  if (projects.length === 0) return null;
  const environments = environmentsOf(params, store.environments);
  const oldest = store.retentionStart(now);
  if (asked.end <= oldest) throw new ParseError('Invalid date range. Please try a more recent date range.');
  // Sentry: outside_retention_with_modified_start. What is no longer kept is not asked for.
  const range = { start: Math.max(asked.start, oldest), end: asked.end };
  return {
    store, range, projects, environments, dataset, query: params.last('query') ?? '', now,
    source: sourceOf(dataset, store), metric: dataset === 'tracemetrics' ? metricOfRequest(params) : null,
  };
}
