/** An answer that a page gives, as the bytes that the module reads. */
import { describe, wrongValue } from './errors.js';

/** @param {unknown} response @returns {Uint8Array} */
export function toBytes(response) {
  // A buffer of another frame is no `ArrayBuffer` of this one.
  if (Object.prototype.toString.call(response) === '[object ArrayBuffer]') return new Uint8Array(response);
  if (ArrayBuffer.isView(response)) return new Uint8Array(response.buffer, response.byteOffset, response.byteLength);
  if (typeof response === 'object' && response !== null) return new TextEncoder().encode(JSON.stringify(response));
  throw wrongValue('response', 'an ArrayBuffer, a Uint8Array or an object', describe(response));
}
