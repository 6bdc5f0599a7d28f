/**
 * The one statement that makes events up: every second of a span gets events that depend on nothing
 * but the seed and that second. So a span made in one go equals the same span made second by second,
 * and two runs with one seed are equal.
 *
 * Parameters: seed, first second, second after the last (epoch).
 */
import { EVENT_COLUMNS } from '../schema.js';
import { USERS } from './world.js';

const DAY = 86_400;
/** A release lives three and a half days, so two weeks see five. */
const RELEASE_SECONDS = 302_400;
/** Every fourth release is bad until its hotfix, six hours later. */
const BAD_RELEASE_SECONDS = 21_600;
/** The payment provider fails for 45 minutes in every five days. */
const INCIDENT_EVERY = 432_000;
const INCIDENT_AT = 200_000;
const INCIDENT_SECONDS = 2700;
/** Events a second when the week is at its busiest. */
const PEAK_RATE = 1.75;
const NORMAL_ERROR_SHARE = 0.24;

/** Ten bits of a hash, from bit `from` on. @param {string} hash @param {number} from */
const slot = (hash, from) => `CAST((${hash} >> ${from}) & 1023 AS INTEGER)`;
/** The same as a number in [0, 1). @param {string} hash @param {number} from */
const share = (hash, from) => `(((${hash} >> ${from}) & 1023) / 1024.0)`;
/** About normal, mean 0, deviation 1: the sum of four shares. @param {string} hash */
const normal = (hash) =>
  `((${share(hash, 0)} + ${share(hash, 10)} + ${share(hash, 20)} + ${share(hash, 30)} - 2) * 1.732)`;

const SECONDS = `
  SELECT sec,
    (0.30 + 0.70 * (1 + sin(2 * pi() * ((sec % ${DAY}) / ${DAY}.0 - 0.375))) / 2)
      * CASE WHEN (sec // ${DAY} + 4) % 7 IN (0, 6) THEN 0.6 ELSE 1 END AS busy,
    sec // ${RELEASE_SECONDS} AS release_number,
    (sec // ${RELEASE_SECONDS}) % 4 = 3 AND sec % ${RELEASE_SECONDS} < ${BAD_RELEASE_SECONDS} AS bad,
    sec % ${INCIDENT_EVERY} BETWEEN ${INCIDENT_AT} AND ${INCIDENT_AT + INCIDENT_SECONDS} AS incident
  FROM (SELECT unnest(range(CAST(? AS BIGINT), CAST(? AS BIGINT))) AS sec)`;

const RATES = `
  SELECT *, CASE WHEN incident THEN 4.0 WHEN bad THEN 3.0 ELSE 1.0 END AS trouble FROM seconds`;

const EVENTS = `
  SELECT *, hash(seed, sec, k, 1) AS h1, hash(seed, sec, k, 2) AS h2, hash(seed, sec, k, 3) AS h3,
    ${NORMAL_ERROR_SHARE} * trouble / (1 - ${NORMAL_ERROR_SHARE} + ${NORMAL_ERROR_SHARE} * trouble) AS error_share
  FROM (
    SELECT *, unnest(range(CAST(floor(
      ${PEAK_RATE} * busy * (1 - ${NORMAL_ERROR_SHARE} + ${NORMAL_ERROR_SHARE} * trouble)
      + ${share('hash(seed, sec, -1, 0)', 0)}) AS BIGINT))) AS k
    FROM rates, (SELECT CAST(? AS BIGINT) AS seed))`;

const DRAWN = `
  SELECT *,
    CASE WHEN ${share('h1', 0)} >= error_share THEN 'transaction'
         WHEN ${share('h3', 40)} < 0.05 THEN 'default' ELSE 'error' END AS kind,
    CAST(floor(pow(${share('h2', 0)}, 2) * ${USERS / 1000}) * 1000 + (h2 >> 10) % 1000 AS INTEGER) AS user_number,
    ${share('h3', 50)} AS luck
  FROM events_of_seconds`;

/** Half of what a query of a bad release takes longer, and all of it during an incident, ends in a failure. */
const OUTCOME = `
  SELECT d.*, r.name AS route, r.op, r.method, r.url, r.base,
    u."user", u.id AS user_id, u.email, u.ip, e.type AS error_type, e.value AS error_value,
    e.title, e.handled, e.issue, m.browser, m.os, c.name AS customer, v.name AS environment,
    CASE WHEN kind = 'error' THEN e.project_id ELSE r.project_id END AS project_id,
    CASE WHEN kind = 'error' THEN e.project ELSE r.project END AS project,
    CASE WHEN kind = 'error' THEN e.platform ELSE r.platform END AS platform,
    CASE WHEN kind <> 'transaction' THEN NULL
         WHEN incident AND r.project_id = 2 AND luck < 0.30 THEN 'deadline_exceeded'
         WHEN bad AND luck < 0.12 THEN 'internal_error'
         WHEN luck < 0.012 THEN 'internal_error'
         WHEN luck < 0.020 THEN 'not_found'
         WHEN luck < 0.024 THEN 'cancelled'
         ELSE 'ok' END AS status,
    r.base * exp(0.55 * ${normal('h2')})
      * CASE WHEN incident AND r.project_id = 2 THEN 6 WHEN bad THEN 1.8 ELSE 1 END
      * (0.9 + 0.2 * busy) AS duration
  FROM drawn d
  JOIN generator_routes r ON r.slot = ${slot('h1', 10)}
  JOIN generator_errors e ON e.slot = ${slot('h1', 20)}
  JOIN generator_machines m ON m.slot = ${slot('h1', 30)}
  JOIN generator_customers c ON c.slot = ${slot('h1', 40)}
  JOIN generator_users u ON u.slot = user_number
  JOIN generator_environments v ON v.slot = ${slot('h1', 50)}`;

const HTTP_STATUS = `CASE status WHEN 'ok' THEN CASE method WHEN 'POST' THEN '201' ELSE '200' END
  WHEN 'internal_error' THEN '500' WHEN 'deadline_exceeded' THEN '504' WHEN 'not_found' THEN '404'
  WHEN 'cancelled' THEN '499' END`;

/** What each column of the table is. @type {Record<string, string>} */
const VALUES = {
  id: "format('{:016x}{:016x}', h1, h2)",
  timestamp: 'make_timestamp(sec * 1000000 + CAST(h3 % 1000 AS BIGINT) * 1000)',
  event_type: 'kind',
  platform: 'platform',
  project_id: 'project_id',
  project: 'project',
  issue_id: "CASE WHEN kind = 'error' THEN issue END",
  level: `CASE WHEN kind = 'transaction' THEN 'info' WHEN kind = 'default' THEN 'warning'
    WHEN luck < 0.03 THEN 'fatal' WHEN luck < 0.15 THEN 'warning' ELSE 'error' END`,
  message: `CASE kind WHEN 'transaction' THEN route WHEN 'default' THEN 'cache is cold, "warming" it up'
    ELSE error_value END`,
  title: `CASE kind WHEN 'transaction' THEN route WHEN 'default' THEN 'cache is cold, "warming" it up'
    ELSE title END`,
  culprit: "CASE WHEN kind = 'error' THEN route END",
  error_type: "CASE WHEN kind = 'error' THEN [error_type] END",
  error_value: "CASE WHEN kind = 'error' THEN [error_value] END",
  error_handled: `CASE WHEN kind = 'error' THEN ${share('h2', 40)} < handled END`,
  release: "'shop@4.' || (release_number % 100) || '.0'",
  environment: 'environment',
  user: '"user"',
  user_id: 'user_id',
  user_email: 'email',
  user_ip: 'ip',
  browser: "CASE WHEN project_id = 1 THEN browser END",
  os: "CASE WHEN project_id = 1 THEN os ELSE 'Linux' END",
  url: 'url',
  // What happens in one second happens in twos, and shares a trace.
  trace: "format('{:016x}{:016x}', hash(seed, sec, k // 2, 4), hash(seed, sec, k // 2, 5))",
  transaction: 'route',
  transaction_op: "CASE WHEN kind = 'transaction' THEN op END",
  transaction_duration: "CASE WHEN kind = 'transaction' THEN round(duration, 3) END",
  transaction_status: 'status',
  http_method: 'method',
  http_status_code: `CASE WHEN method IS NOT NULL THEN ${HTTP_STATUS} END`,
  measurements: `CASE WHEN kind = 'transaction' AND op = 'pageload' THEN MAP {
    'ttfb': round(duration * 0.25, 2), 'fcp': round(duration * 0.55, 2), 'lcp': round(duration * 0.9, 2),
    'cls': round(${share('h2', 30)} * 0.3, 4) } END`,
  tags: `MAP { 'customer': customer,
    'region': CASE CAST(h3 % 3 AS INTEGER) WHEN 0 THEN 'eu' WHEN 1 THEN 'us' ELSE 'ap' END }`,
};

const COLUMNS = EVENT_COLUMNS.map(([name]) => name).filter((name) => VALUES[name]);

/** Everything up to the draw of each event, before it becomes a row; followed by a query over `drawn`. */
export const WITH_DRAWN = `
  WITH seconds AS (${SECONDS}), rates AS (${RATES}), events_of_seconds AS (${EVENTS}), drawn AS (${DRAWN})`;

export const INSERT_EVENTS = `
  INSERT INTO events (${COLUMNS.map((name) => `"${name}"`).join(', ')})
  ${WITH_DRAWN}, outcome AS (${OUTCOME})
  SELECT ${COLUMNS.map((name) => VALUES[name]).join(',\n    ')}
  FROM outcome`;

/** @param {number} seed @param {number} from @param {number} to @returns {number[]} in the statement's order */
export const insertParameters = (seed, from, to) => [from, to, seed];
