/** What a release does to `CHANGELOG.md`. */
import { StepError } from '../lib/run.mjs';

const UNRELEASED = '## [Unreleased]';

/** The versions that were released, newest first. @param {string} text */
export const releasedVersions = (text) => [...text.matchAll(/^## \[(\d+\.\d+\.\d+)\]/gm)].map(([, version]) => version);

/**
 * Everything under "Unreleased" stands under the version then, and nothing under "Unreleased".
 * @param {string} text @param {string} version @param {string} date as 2026-11-29
 */
export function released(text, version, date) {
  const [before, after, ...more] = text.split(`${UNRELEASED}\n`);
  if (after === undefined || more.length > 0) throw new StepError(`CHANGELOG.md: expected one heading "${UNRELEASED}".`);
  const changes = after.split(/^## /m)[0].trim();
  if (changes === '') throw new StepError(`CHANGELOG.md: nothing stands under "${UNRELEASED}", so there is nothing to release.`);
  return `${before}${UNRELEASED}\n\n## [${version}] - ${date}\n${after}`;
}
