/**
 * The arguments of functions over trace items, and Sentry's words when they are something else.
 */
import { InvalidSearchQuery } from '../../errors.js';

/** @typedef {import('../arguments.js').FieldOf} FieldOf */

/**
 * @typedef {object} Argument
 * @property {string} [fallback] the text used when the argument is left out; absent means that it is required
 * @property {(argument: string, at: {name: string, place: number}, fieldOf: FieldOf) => any} read
 */

export const NUMERIC = Object.freeze(['duration', 'integer', 'number', 'size']);

/** @param {ReadonlyArray<string>|null} types that its values may have; null: any @param {string} [fallback] @returns {Argument} */
export const attribute = (types, fallback) => ({
  fallback,
  read(argument, { name, place }, fieldOf) {
    const field = fieldOf(argument);
    if (!field) throw new InvalidSearchQuery(`Invalid number of arguments for ${name}, was expecting ${place} arguments`);
    if (types === null || types.includes(field.type)) return field;
    const expected = [...types].sort().map((type) => `'${type}'`).join(', ');
    throw new InvalidSearchQuery(
      `${argument} is invalid for parameter ${place} in ${name}. Its a ${field.type} type field, but it must be one of these types: {${expected}}`,
    );
  },
});

/** @param {string} [fallback] @returns {Argument} */
export const text = (fallback) => ({ fallback, read: (argument) => argument });

/** @param {ReadonlyArray<string>} allowed @param {string} [fallback] @returns {Argument} */
export const anyOf = (allowed, fallback) => ({
  fallback,
  read(argument, { name }) {
    if (!allowed.includes(argument)) throw new InvalidSearchQuery(`${argument} is not a valid argument for ${name}`);
    return argument;
  },
});

/**
 * Those left out are the first that may be, as in Sentry's resolver.
 * @param {string} name of the function @param {string[]} given @param {Argument[]} expected @param {FieldOf} fieldOf
 * @returns {any[]} fields and texts
 */
export function readArguments(name, given, expected, fieldOf) {
  const required = expected.filter(({ fallback }) => fallback === undefined).length;
  if (given.length < required || given.length > expected.length) {
    throw new InvalidSearchQuery(`Invalid number of arguments for ${name}, was expecting ${required} arguments`);
  }
  let missing = expected.length - given.length;
  const rest = [...given];
  return expected.map(({ fallback, read }, index) => {
    const isLeftOut = missing > 0 && fallback !== undefined;
    if (isLeftOut) missing -= 1;
    const argument = isLeftOut ? fallback : rest.shift();
    return read(/** @type {string} */ (argument), { name, place: index + 1 }, fieldOf);
  });
}
