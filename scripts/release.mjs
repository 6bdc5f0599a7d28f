/**
 * `npm run release -- 0.2.0`: writes the version wherever it stands, moves what is unreleased in the changelog under it,
 * commits and tags. It publishes nothing: what to do then is printed.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './lib/paths.mjs';
import { exitWith, StepError } from './lib/run.mjs';
import { released, releasedVersions } from './release/changelog.mjs';
import { isHigher, readVersions, versionedFiles, writeVersions } from './release/versions.mjs';

const CHANGELOG = join(root, 'CHANGELOG.md');

/** @param {string[]} args */
const git = (...args) => execFileSync('git', args, { cwd: root, encoding: 'utf8' }).trim();

/** @param {string | undefined} version */
function check(version) {
  if (!/^(0|[1-9]\d*)(\.(0|[1-9]\d*)){2}$/.test(version ?? '')) throw new StepError(`Expected a version such as 0.2.0, found ${JSON.stringify(version ?? '')}: npm run release -- 0.2.0`);
  const dirty = git('status', '--porcelain');
  if (dirty !== '') throw new StepError(`There are changes that are not committed:\n${dirty}`);
  const [{ version: current }] = readVersions(root);
  const isFirst = releasedVersions(readFileSync(CHANGELOG, 'utf8')).length === 0;
  if (!isHigher(/** @type {string} */ (version), current) && !(isFirst && version === current)) throw new StepError(`Expected a version higher than ${current}, found ${version}.`);
  if (git('tag', '--list', `v${version}`) !== '') throw new StepError(`There is a tag v${version} already.`);
  return /** @type {string} */ (version);
}

try {
  const version = check(process.argv[2]);
  const changelog = released(readFileSync(CHANGELOG, 'utf8'), version, new Date().toISOString().slice(0, 10));
  writeVersions(root, version);
  writeFileSync(CHANGELOG, changelog);
  git('commit', '--quiet', '--message', `Release ${version}`, '--', 'CHANGELOG.md', ...versionedFiles);
  git('tag', '--annotate', `v${version}`, '--message', `Version ${version}`);
  console.log(`Version ${version} is committed and tagged as v${version}. To publish it:

  npm test && npm run build
  npm publish dist/events-stats-widget-${version}.tgz
  npm publish dist/events-stats-server-${version}.tgz
  cargo publish --package events-stats-raster --package events-stats-widget
  git push --follow-tags`);
} catch (error) {
  exitWith(error);
}
