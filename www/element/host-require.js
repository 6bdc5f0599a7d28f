/** What a document made of JavaScript may lack, as Jest's of jsdom does, and the code for `require` names. */
export { TextDecoder, TextEncoder } from 'node:util';

/** Without it nothing is a response. */
export const Response = globalThis.Response ?? class {};
