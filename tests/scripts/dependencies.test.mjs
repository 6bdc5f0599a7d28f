/** Every crate that Cargo.toml asks for is used by the code that it is asked for. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { hostCargoEnv } from '../../scripts/lib/cargo.mjs';
import { outputOf } from '../../scripts/lib/run.mjs';

/** By name: why a dependency may be unused. @type {Record<string, string>} */
const ALLOWED = {};

/** @returns {{name: string, crate: string, kind: string, folder: string}[]} what the workspace's packages ask for, and under which name code knows it */
function dependencies() {
  const text = outputOf('cargo', ['metadata', '--locked', '--format-version', '1'], hostCargoEnv());
  assert.notEqual(text, null, 'cargo metadata failed');
  const { packages, workspace_members: members } = JSON.parse(text);
  const libraryOf = (name) =>
    packages.find((each) => each.name === name)?.targets.find(({ kind }) => kind.some((one) => /lib|proc-macro/.test(one)))?.name ?? name;
  return packages
    .filter(({ id }) => members.includes(id))
    .flatMap((each) =>
      each.dependencies.map(({ name, rename, kind }) => ({
        name: rename ?? name,
        crate: (rename ?? libraryOf(name)).replaceAll('-', '_'),
        kind: kind ?? 'normal',
        folder: dirname(each.manifest_path),
      })),
    );
}

/** Where the code stands that a dependency is for. */
const PLACES = { normal: ['src'], dev: ['src', 'tests', 'examples', 'benches'], build: ['build.rs'] };

function sources(path, skipped) {
  if (!existsSync(path) || skipped.includes(path)) return [];
  if (path.endsWith('.rs')) return [readFileSync(path, 'utf8')];
  return readdirSync(path, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() || entry.name.endsWith('.rs') ? sources(join(path, entry.name), skipped) : [],
  );
}

/** Rust without its comments. Strings stay: what they name is rarely a path. */
function code(text) {
  return text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/\/\/.*$/gm, '');
}

/** As a path's beginning, in a `use`, or as an attribute. */
function uses(text, crate) {
  return new RegExp(`(?<![\\w:])(?:::)?${crate}(?:::|;|\\s+as\\s)`).test(text);
}

test('no dependency is declared that the code does not use', () => {
  const packages = [...new Set(dependencies().map(({ folder }) => folder))];
  const unused = dependencies().filter(({ crate, kind, folder }) => {
    const others = packages.filter((other) => other !== folder);
    const texts = PLACES[kind].flatMap((place) => sources(join(folder, place), others));
    return !texts.some((text) => uses(code(text), crate));
  });
  const names = unused.map((each) => each.name);
  assert.deepEqual(names.filter((name) => !(name in ALLOWED)), [], 'take it out of Cargo.toml, or use it');
  assert.deepEqual(Object.keys(ALLOWED).filter((name) => !names.includes(name)), [], 'it is used by now: take it off the list');
});

test('a name in a comment or inside another path is no use', () => {
  assert.equal(uses(code('// plotters::style'), 'plotters'), false);
  assert.equal(uses(code('use crate::plotters::Style;'), 'plotters'), false);
  assert.equal(uses(code('use plotters_canvas::CanvasBackend;'), 'plotters'), false);
  assert.equal(uses(code('use plotters_canvas::CanvasBackend;'), 'plotters_canvas'), true);
  assert.equal(uses(code('let area = ::plotters::drawing::DrawingArea::from(pen);'), 'plotters'), true);
  assert.equal(uses(code('#[derive(serde::Serialize)]'), 'serde'), true);
});
