/**
 * Search by release version: `release.version:>=1.2.3`, `release.package:app`,
 * `release.build:>45`. Stages are not here: no name tells them. A release reads `package@major.minor.patch.revision-pre+build`.
 */
import { InvalidSearchQuery } from '../errors.js';

export const VERSION_KEYS = new Set(['release.version', 'release.package', 'release.build']);

const INVALID = 'Invalid format of semantic version. For searching non-semver releases, use release: instead.';
const SEMVER = String.raw`^(?:(.+)@)?(\d+)\.(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:-([0-9A-Za-z.-]+))?(?:\+([0-9A-Za-z.-]+))?$`;
const PACKAGED = `^.+@\\d+\\.\\d+(\\.\\d+)?(\\.\\d+)?(-[0-9A-Za-z.-]+)?(\\+[0-9A-Za-z.-]+)?$`;
/** Order of the groups in the pattern above. @type {Record<string, number>} */
const PART = { package: 1, major: 2, minor: 3, patch: 4, revision: 5, prerelease: 6, build: 7 };

/** Operators that ask for the opposite -> what is negated. @type {Record<string, string>} */
const OPPOSITES = { '!=': '=', 'NOT IN': 'IN', '!<': '<', '!<=': '<=', '!>': '>', '!>=': '>=' };

/**
 * A negated condition holds for whatever the plain one does not hold for, releases that are no versions among them.
 * @typedef {import('./conditions.js').Condition} Condition
 * @typedef {import('./sql.js').Fragment} Fragment
 * @param {Condition} condition
 * @param {Fragment} release
 * @returns {Fragment}
 */
export function versionCondition(condition, release) {
  const opposite = OPPOSITES[condition.operator];
  if (opposite === undefined) return plainCondition(condition, release);
  const { sql, params } = plainCondition({ ...condition, operator: opposite }, release);
  return { sql: `NOT coalesce(${sql}, FALSE)`, params };
}

/** @param {Condition} condition @param {Fragment} release @returns {Fragment} */
function plainCondition({ key, operator, value }, release) {
  if (key === 'release.package') return matching(release, packageCondition(value, release));
  if (Array.isArray(value)) throw new InvalidSearchQuery("Invalid operation 'IN' for semantic version filter.");
  if (key === 'release.build') return matching(release, buildCondition(operator, value, release));
  return matching(release, numbersCondition(operator, value, release));
}

/** Releases that are no versions match no version search. @param {Fragment} release @param {Fragment} condition @returns {Fragment} */
function matching(release, condition) {
  return {
    sql: `(regexp_matches(${release.sql}, '${PACKAGED}') AND ${condition.sql})`,
    params: [...release.params, ...condition.params],
  };
}

/** @param {Fragment} release @param {string} name */
const part = (release, name) => `regexp_extract(${release.sql}, '${SEMVER}', ${PART[name]})`;
/** @param {Fragment} release @param {string} name */
const numberPart = (release, name) => `coalesce(TRY_CAST(${part(release, name)} AS HUGEINT), 0)`;

/** @param {string | string[]} value @param {Fragment} release @returns {Fragment} */
function packageCondition(value, release) {
  const values = [value].flat();
  return {
    sql: `${part(release, 'package')} IN (${values.map(() => '?').join(', ')})`,
    params: [...release.params, ...values],
  };
}

/**
 * Builds compare as numbers where both are numbers, else as text; a star at the end is a wildcard.
 * @param {string} operator @param {string} value @param {Fragment} release @returns {Fragment}
 */
function buildCondition(operator, value, release) {
  const build = part(release, 'build');
  if (/^\d{1,38}$/.test(value)) {
    return { sql: `TRY_CAST(${build} AS HUGEINT) ${operator} CAST(? AS HUGEINT)`, params: [...release.params, value] };
  }
  if (operator !== '=') throw new InvalidSearchQuery(INVALID);
  if (value.endsWith('*')) {
    return { sql: `starts_with(${build}, ?)`, params: [...release.params, value.slice(0, -1)] };
  }
  return { sql: `${build} = ?`, params: [...release.params, value] };
}

/**
 * `1.2.*` fixes the parts before the star; a missing part is zero; a pre-release comes before its release.
 * @param {string} operator @param {string} value @param {Fragment} release @returns {Fragment}
 */
function numbersCondition(operator, value, release) {
  const version = readVersion(value);
  const named = version.package === null ? null : packageCondition(version.package, release);
  const columns = ['major', 'minor', 'patch', 'revision'].slice(0, version.numbers.length);
  const left = columns.map((name) => numberPart(release, name));
  const right = version.numbers.map(() => 'CAST(? AS HUGEINT)');
  const params = [...columns.flatMap(() => release.params)];
  const values = /** @type {Array<string | number>} */ ([...version.numbers]);
  if (!version.wildcard) {
    const prerelease = part(release, 'prerelease');
    left.push(`(CASE WHEN ${prerelease} = '' THEN 1 ELSE 0 END)`, prerelease);
    right.push('CAST(? AS INTEGER)', 'CAST(? AS VARCHAR)');
    params.push(...release.params, ...release.params);
    values.push(version.prerelease === '' ? 1 : 0, version.prerelease);
  }
  // `*` alone fixes nothing: any version will do.
  const compared = left.length === 0 ? { sql: 'TRUE', params: [] } : {
    sql: `(row(${left.join(', ')}) ${operator} row(${right.join(', ')}))`,
    params: [...params, ...values],
  };
  if (!named) return compared;
  return { sql: `(${named.sql} AND ${compared.sql})`, params: [...named.params, ...compared.params] };
}

/** @param {string} text */
function readVersion(text) {
  const [, name = null, numbers, prerelease = ''] =
    /^(?:(.+)@)?(\d{1,18}(?:\.\d{1,18}){0,3}(?:\.\*)?|\*)(?:-([0-9A-Za-z.-]+))?(?:\+[0-9A-Za-z.-]+)?$/.exec(text) ?? [];
  if (numbers === undefined) throw new InvalidSearchQuery(INVALID);
  const wildcard = numbers.endsWith('*');
  const parts = numbers.split('.').filter((number) => number !== '*');
  while (!wildcard && parts.length < 4) parts.push('0');
  return { package: name, numbers: parts, wildcard, prerelease };
}
