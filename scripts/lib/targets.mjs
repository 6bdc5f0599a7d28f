/** The crate's targets by kind, as cargo knows them. */
import { hostCargoEnv } from './cargo.mjs';
import { outputOf, StepError } from './run.mjs';

/** @param {'test' | 'bench'} kind */
export function crateTargets(kind) {
  const text = outputOf('cargo', ['metadata', '--no-deps', '--format-version', '1'], hostCargoEnv());
  if (text === null) throw new StepError('cargo metadata failed: is Cargo.toml whole?');
  const targets = JSON.parse(text).packages.flatMap((each) => each.targets);
  return targets.filter((target) => target.kind.includes(kind)).map(({ name, src_path: path }) => ({ name, path }));
}
