/**
 * The lists of `world.js` as tables of 1,024 slots: ten bits of a hash pick a row in proportion to its weight.
 */
import { userAt, BROWSERS, CUSTOMERS, ENVIRONMENTS, ERRORS, PROJECTS, ROUTES, USERS } from './world.js';

const SLOTS = 1024;

/**
 * Every row gets at least one slot; what rounding leaves over goes to the first.
 * @template {{weight: number}} T
 * @param {ReadonlyArray<T>} rows
 * @returns {T[]} one entry a slot
 */
export function spread(rows) {
  const total = rows.reduce((sum, { weight }) => sum + weight, 0);
  const shares = rows.map(({ weight }) => Math.max(1, Math.floor((weight / total) * SLOTS)));
  shares[0] += SLOTS - shares.reduce((sum, share) => sum + share, 0);
  return rows.flatMap((row, index) => Array.from({ length: shares[index] }, () => row));
}

/** @param {number} project */
const projectOf = (project) => /** @type {typeof PROJECTS[0]} */ (PROJECTS.find(({ id }) => id === project));

/** Numbers within the project, in base 32 as Sentry's short ids are. */
const ISSUES = ERRORS.map((error, index) => {
  const before = ERRORS.slice(0, index).filter(({ project }) => project === error.project).length;
  const number = (before + 1).toString(32).toUpperCase();
  return { ...error, issue: index + 1, shortId: `${projectOf(error.project).prefix}-${number}` };
});

const OF_PROJECT = 'slot INTEGER, project_id INTEGER, project VARCHAR, platform VARCHAR';

/** @typedef {{name: string, columns: string, rows: Array<Array<string|number|null>>}} LookupTable */

/** @type {LookupTable[]} */
const TABLES = [
  {
    name: 'generator_routes',
    columns: `${OF_PROJECT}, name VARCHAR, op VARCHAR, method VARCHAR, url VARCHAR, base DOUBLE`,
    rows: spread(ROUTES).map(({ project, name, op, method, base }, slot) => {
      const { slug, platform } = projectOf(project);
      const url = op === 'queue.process' ? null : `https://shop.example${name.replace(/^[A-Z]+ /, '')}`;
      return [slot, project, slug, platform, name, op, method || null, url, base];
    }),
  },
  {
    name: 'generator_errors',
    columns: `${OF_PROJECT}, type VARCHAR, value VARCHAR, title VARCHAR, handled DOUBLE, issue BIGINT`,
    rows: spread(ISSUES).map(({ project, type, value, handled, issue }, slot) => {
      const { slug, platform } = projectOf(project);
      return [slot, project, slug, platform, type, value, type ? `${type}: ${value}` : value, handled, issue];
    }),
  },
  {
    name: 'generator_machines',
    columns: 'slot INTEGER, browser VARCHAR, os VARCHAR',
    rows: spread(BROWSERS).map(({ name, os }, slot) => [slot, name, os]),
  },
  {
    name: 'generator_customers',
    columns: 'slot INTEGER, name VARCHAR',
    rows: spread(CUSTOMERS).map(({ name }, slot) => [slot, name]),
  },
  {
    name: 'generator_users',
    columns: 'slot INTEGER, "user" VARCHAR, id VARCHAR, email VARCHAR, ip VARCHAR',
    rows: Array.from({ length: USERS }, (_, slot) => [slot, ...userAt(slot)]),
  },
  {
    name: 'generator_environments',
    columns: 'slot INTEGER, name VARCHAR',
    rows: spread(ENVIRONMENTS).map(({ name }, slot) => [slot, name]),
  },
];

/** @param {import('../database.js').Database} database @param {LookupTable} table */
async function createTable(database, { name, columns, rows }) {
  await database.run(`CREATE OR REPLACE TABLE ${name} (${columns})`);
  const one = `(${rows[0].map(() => '?').join(', ')})`;
  await database.run(`INSERT INTO ${name} VALUES ${rows.map(() => one).join(', ')}`, rows.flat());
}

/** @param {import('../database.js').Database} database */
export async function createLookupTables(database) {
  for (const table of TABLES) await createTable(database, table);
  await database.run('DELETE FROM projects');
  await database.run('DELETE FROM issues');
  for (const { id, slug } of PROJECTS) await database.run('INSERT INTO projects VALUES (?, ?)', [id, slug]);
  for (const { issue, shortId } of ISSUES) await database.run('INSERT INTO issues VALUES (?, ?)', [issue, shortId]);
}
