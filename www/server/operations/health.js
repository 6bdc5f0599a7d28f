/**
 * Is this server able to answer? `/healthz` says that the process runs, `/readyz` that what it answers from is there.
 */
const CHECK_TIME = 2000;

export class Health {
  /** What is wrong, by what it is about. @type {Map<string, string>} */
  #problems = new Map();
  /** Asked at each `/readyz`; a check that fails or takes too long is a problem. @type {Map<string, () => Promise<unknown>>} */
  checks = new Map();

  /** @param {string} name @param {string|null} problem null: it is well @returns {boolean} whether that is news, and so for the log */
  set(name, problem) {
    const known = this.#problems.get(name) ?? null;
    if (problem === null) this.#problems.delete(name);
    else this.#problems.set(name, problem);
    return (known === null) !== (problem === null);
  }

  /** @returns {Promise<string[]>} what is not well, by name: reasons may name files, and are for the log */
  async problems() {
    const failed = await Promise.all([...this.checks].map(async ([name, check]) => {
      /** @type {NodeJS.Timeout|undefined} */
      let timer;
      const late = new Promise((_, reject) => { timer = setTimeout(() => reject(new Error('late')), CHECK_TIME); });
      try {
        await Promise.race([check(), late]);
        return [];
      } catch {
        return [name];
      } finally {
        clearTimeout(timer);
      }
    }));
    return [...new Set([...this.#problems.keys(), ...failed.flat()])];
  }
}

/** @param {Health} health @returns {import('fastify').FastifyPluginAsync} */
export const healthRoutes = (health) => async (app) => {
  app.get('/healthz', async () => ({ status: 'ok' }));
  app.get('/readyz', async (_, reply) => {
    const problems = await health.problems();
    reply.header('cache-control', 'no-store');
    return problems.length === 0 ? { status: 'ready' } : reply.code(503).send({ status: 'not ready', problems });
  });
};
