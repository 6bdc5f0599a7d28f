/** An answer that a page gives, as the bytes that the module reads. */
import { describe, reasonOf, wrongValue } from './errors.js';

/** @param {unknown} response @returns {Uint8Array} */
export function toBytes(response) {
  if (isBuffer(response)) return new Uint8Array(response);
  if (ArrayBuffer.isView(response)) return new Uint8Array(response.buffer, response.byteOffset, response.byteLength);
  if (Object(response) === response) return new TextEncoder().encode(toJson('response', response));
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

/** @param {unknown} value @returns {value is ArrayBuffer} */
function isBuffer(value) {
  try {
    // A buffer of another frame is no `ArrayBuffer` of this one.
    return Object.prototype.toString.call(value) === '[object ArrayBuffer]';
  } catch {
    // A Proxy, or a getter of the page's.
    return false;
  }
}
