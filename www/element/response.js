/** An answer that a page gives, as the bytes that the module reads. */
import { describe, reasonOf, wrongValue } from './errors.js';

/** @param {unknown} response @returns {Uint8Array} */
export function toBytes(response) {
  // A buffer of another frame is no `ArrayBuffer` of this one.
  if (Object.prototype.toString.call(response) === '[object ArrayBuffer]') return new Uint8Array(/** @type {ArrayBuffer} */ (response));
  if (ArrayBuffer.isView(response)) return new Uint8Array(response.buffer, response.byteOffset, response.byteLength);
  if (typeof response === 'object' && response !== null) return new TextEncoder().encode(toJson('response', response));
  throw wrongValue('response', 'an ArrayBuffer, a Uint8Array or an object', describe(response));
}

/** @param {string} key what the value is called @param {unknown} value @returns {string} */
export function toJson(key, value) {
  let json;
  let found = describe(value);
  try {
    json = JSON.stringify(value);
  } catch (thrown) {
    found = reasonOf(thrown);
  }
  if (json === undefined) throw wrongValue(key, 'a value that can be written as JSON', found);
  return json;
}
