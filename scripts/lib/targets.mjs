/** The crate's targets by kind, as cargo knows them. */
import { hostCargoEnv } from './cargo.mjs';
import { outputOf, StepError } from './run.mjs';

/** @typedef {{name: string, kind: string[], src_path: string}} Target as `cargo metadata` writes it */

/**
 * @param {'test' | 'bench'} kind
 * @returns {Array<{name: string, path: string}>}
 */
export function crateTargets(kind) {
  const text = outputOf('cargo', ['metadata', '--no-deps', '--format-version', '1'], hostCargoEnv());
  if (text === null) throw new StepError('cargo metadata failed: is Cargo.toml whole?');
  /** @type {Array<{targets: Target[]}>} */
  const packages = JSON.parse(text).packages;
  const targets = packages.flatMap((each) => each.targets);
  return targets.filter((target) => target.kind.includes(kind)).map(({ name, src_path: path }) => ({ name, path }));
}
