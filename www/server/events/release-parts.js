/**
 * A release's name taken apart in SQL: `package@1.2.3-beta+45`. A name without a package or a version has no parts.
 */

/** Groups: package, version, build. */
const PATTERN = String.raw`^(.+)@(\d+\.\d+(?:\.\d+)?(?:\.\d+)?(?:-[0-9A-Za-z.-]+)?)(?:\+([0-9A-Za-z.-]+))?$`;
const GROUPS = Object.freeze({ package: 1, version: 2, build: 3 });

/** @param {keyof typeof GROUPS} part @returns {string} null where the release has no such part */
export const releasePartSql = (part) => `nullif(regexp_extract(release, '${PATTERN}', ${GROUPS[part]}), '')`;

/** Which share of its project's events a release has had: kept up to date by the store in `release_stages`. */
export const RELEASE_STAGE_SQL =
  `(SELECT map(list(project_id || ':' || release), list(stage)) FROM release_stages)[project_id || ':' || release]`;

/** Sentry's stages of adoption. */
export const RELEASE_STAGES = Object.freeze(['adopted', 'low_adoption', 'replaced']);

const ADOPTED_SHARE = 0.1;

/**
 * Sentry tells adoption by sessions; here it is the share of a project's events by day. A release is adopted while it
 * has a tenth of the project's newest day, replaced when it had that on a day before, else of low adoption.
 */
export const FILL_RELEASE_STAGES = `
  INSERT INTO release_stages
  WITH days AS (
    SELECT project_id, release, date_trunc('day', timestamp) AS day, count(*) AS events FROM events
    GROUP BY ALL),
  shares AS (
    SELECT project_id, release, day,
      events / sum(events) OVER (PARTITION BY project_id, day) AS share,
      max(day) OVER (PARTITION BY project_id) AS newest
    FROM days WHERE release IS NOT NULL)
  SELECT project_id, release, CASE
      WHEN bool_or(day = newest AND share >= ${ADOPTED_SHARE}) THEN 'adopted'
      WHEN bool_or(share >= ${ADOPTED_SHARE}) THEN 'replaced'
      ELSE 'low_adoption' END
  FROM shares GROUP BY project_id, release`;
