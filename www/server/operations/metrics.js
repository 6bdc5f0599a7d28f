/**
 * `/metrics` in the form of Prometheus: requests and their times by route, and what parts of the server count themselves.
 * Routes stand as patterns: neither values nor tokens of an address are labels.
 */
import fp from 'fastify-plugin';
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

/**
 * Read whenever it is asked for: one value, or one for each value of a label, of which there are few.
 * @typedef {{name: string, help: string, kind: 'counter'|'gauge', value: () => number}} Single
 * @typedef {{name: string, help: string, kind: 'counter', label: string, values: () => Record<string, number>}} Labelled
 * @typedef {Single | Labelled} Figure
 */

const BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];

/** @param {Registry} registry @param {Figure} figure */
function register(registry, figure) {
  const { name, help, kind } = figure;
  if ('values' in figure) {
    const { label, values } = figure;
    new Counter({
      name, help, labelNames: [label], registers: [registry],
      collect() {
        this.reset();
        for (const [value, count] of Object.entries(values())) this.inc({ [label]: value }, count);
      },
    });
    return;
  }
  const { value } = figure;
  if (kind === 'gauge') new Gauge({ name, help, registers: [registry], collect() { this.set(value()); } });
  else new Counter({ name, help, registers: [registry], collect() { this.reset(); this.inc(value()); } });
}

/**
 * @param {{admin: import('../http/admin.js').Admin, figures?: Figure[]}} options
 * @returns {import('fastify').FastifyPluginAsync}
 */
export const metricsRoute = ({ admin, figures = [] }) => fp(async (app) => {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const durations = new Histogram({
    name: 'http_request_duration_seconds', help: 'Time from a request to the end of its answer.', labelNames: ['method', 'route', 'status'], buckets: BUCKETS, registers: [registry],
  });
  for (const figure of figures) register(registry, figure);

  app.addHook('onResponse', async (request, reply) => {
    const route = request.is404 ? 'none' : request.routeOptions.url ?? 'none';
    durations.observe({ method: request.method, route, status: String(reply.statusCode) }, reply.elapsedTime / 1000);
  });
  app.get('/metrics', async (request, reply) => {
    // They tell how much is asked here, and of whom.
    if (!admin.mayWrite(request)) throw admin.refusal();
    return reply.type(registry.contentType).header('cache-control', 'no-store').send(await registry.metrics());
  });
}, { name: 'metrics' });
