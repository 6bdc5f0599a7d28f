/** A release: one version everywhere, the changelog under it, a commit and a tag; in a clone, and nothing is published. */
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, beforeEach, suite, test } from 'node:test';
import { root } from '../../scripts/lib/paths.mjs';
import { released, releasedVersions } from '../../scripts/release/changelog.mjs';
import { isHigher, readVersions, versionedFiles, writeVersions } from '../../scripts/release/versions.mjs';

test('the crates, the packages, their lock files and the script have one version', () => {
  const [{ version }, ...others] = readVersions(root);
  assert.ok(others.length >= 8);
  assert.deepEqual(others.filter((other) => other.version !== version), []);
});

test('a version is compared by its numbers', () => {
  for (const [one, other] of [['0.2.0', '0.1.9'], ['0.10.0', '0.9.0'], ['1.0.0', '0.99.99'], ['0.1.1', '0.1.0']]) {
    assert.ok(isHigher(one, other), `${one} ${other}`);
    assert.equal(isHigher(other, one), false);
  }
  assert.equal(isHigher('0.1.0', '0.1.0'), false);
});

test('what is unreleased stands under the version then', () => {
  const text = '# Changelog\n\n## [Unreleased]\n\n### Added\n\n- One.\n\n## [0.1.0] - 2026-01-01\n\n- First.\n';
  const next = released(text, '0.2.0', '2026-11-29');
  assert.equal(next, '# Changelog\n\n## [Unreleased]\n\n## [0.2.0] - 2026-11-29\n\n### Added\n\n- One.\n\n## [0.1.0] - 2026-01-01\n\n- First.\n');
  assert.deepEqual(releasedVersions(next), ['0.2.0', '0.1.0']);
  assert.throws(() => released(next, '0.3.0', '2026-11-30'), /nothing stands under "## \[Unreleased\]"/);
  assert.throws(() => released('# Changelog\n', '0.3.0', '2026-11-30'), /expected one heading/);
});

suite('in a clone', () => {
  const clone = mkdtempSync(join(tmpdir(), 'release-'));
  after(() => rmSync(clone, { recursive: true }));
  const git = (...args) => execFileSync('git', ['-c', 'user.name=Test', '-c', 'user.email=test@example.com', ...args], { cwd: clone, encoding: 'utf8' }).trim();
  const release = (...args) => spawnSync(process.execPath, ['scripts/release.mjs', ...args], {
    cwd: clone, encoding: 'utf8', env: { ...process.env, GIT_AUTHOR_NAME: 'Test', GIT_AUTHOR_EMAIL: 'test@example.com', GIT_COMMITTER_NAME: 'Test', GIT_COMMITTER_EMAIL: 'test@example.com' },
  });

  beforeEach(() => {
    rmSync(clone, { recursive: true });
    for (const path of ['CHANGELOG.md', 'scripts/release.mjs', 'scripts/release', 'scripts/lib', ...versionedFiles]) cpSync(join(root, path), join(clone, path), { recursive: true });
    writeVersions(clone, '1.4.9');
    writeFileSync(join(clone, 'CHANGELOG.md'), '# Changelog\n\n## [Unreleased]\n\n- New.\n\n## [1.4.9] - 2026-01-01\n\n- Old.\n');
    git('init', '--quiet');
    git('add', '.');
    git('commit', '--quiet', '--message', 'Begin');
  });

  test('a release changes every version, commits and tags', () => {
    const { status, stdout, stderr } = release('1.5.0');
    assert.equal(status, 0, stderr);
    assert.match(stdout, /^Version 1\.5\.0 is committed and tagged as v1\.5\.0\. To publish it:$/m);
    for (const name of ['widget', 'server']) assert.match(stdout, new RegExp(`^ {2}npm publish dist/events-stats-${name}-1\\.5\\.0\\.tgz$`, 'm'));
    assert.deepEqual([...new Set(readVersions(clone).map(({ version }) => version))], ['1.5.0']);
    assert.match(readFileSync(join(clone, 'CHANGELOG.md'), 'utf8'), /^## \[Unreleased\]\n\n## \[1\.5\.0\] - \d{4}-\d\d-\d\d\n\n- New\./m);
    assert.equal(git('log', '-1', '--format=%s'), 'Release 1.5.0');
    assert.equal(git('tag', '--points-at', 'HEAD'), 'v1.5.0');
    assert.equal(git('status', '--porcelain'), '');
  });

  test('nothing else changes than the versions and the changelog', () => {
    release('1.5.0');
    const changes = git('diff', '--unified=0', 'HEAD~', '--', '.', ':!CHANGELOG.md').split('\n').filter((line) => /^[+-](?![+-])/.test(line));
    assert.equal(changes.filter((line) => line.startsWith('+')).length, readVersions(clone).length);
    assert.deepEqual(changes.filter((line) => !/1\.(4\.9|5\.0)/.test(line)), []);
  });

  const refuses = (name, args, message, prepare = () => {}) => test(`it refuses ${name}`, () => {
    prepare();
    const head = git('rev-parse', 'HEAD');
    const { status, stderr } = release(...args);
    assert.equal(status, 1);
    assert.match(stderr, message);
    assert.equal(git('rev-parse', 'HEAD'), head);
    assert.deepEqual([...new Set(readVersions(clone).map(({ version }) => version))], ['1.4.9']);
  });

  refuses('no version', [], /Expected a version such as 0\.2\.0, found ""/);
  refuses('what is no version', ['v1.5'], /Expected a version such as 0\.2\.0, found "v1\.5"/);
  refuses('the same version', ['1.4.9'], /Expected a version higher than 1\.4\.9, found 1\.4\.9/);
  refuses('a lower one', ['1.4.8'], /Expected a version higher than 1\.4\.9, found 1\.4\.8/);
  refuses('a tree with changes', ['1.5.0'], /not committed:\n\?\? new\.txt/, () => writeFileSync(join(clone, 'new.txt'), ''));
  refuses('a version that has a tag', ['1.5.0'], /There is a tag v1\.5\.0 already/, () => git('tag', 'v1.5.0'));

  test('the first release may be the version in the making', () => {
    writeFileSync(join(clone, 'CHANGELOG.md'), '# Changelog\n\n## [Unreleased]\n\n- New.\n');
    git('commit', '--quiet', '--all', '--message', 'Nothing is released');
    assert.equal(release('1.4.9').status, 0);
    assert.equal(git('tag', '--points-at', 'HEAD'), 'v1.4.9');
    assert.equal(release('1.4.9').status, 1, 'it is released now');
  });
});
