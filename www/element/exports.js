/** Functions of the package that need the module but no element. */
import { call, init } from './engine.js';

/** Forgets everything that was kept beyond this page: decisions, answers, ids. @returns {Promise<void>} */
export async function clearStore() {
  await init();
  await call((api) => api.clearStore());
}
