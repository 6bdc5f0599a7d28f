/**
 * The package in a thread of its own: a call that never ends is ended with the thread, and what
 * is put in place of the language's own functions stays in there.
 */
import { once } from 'node:events';
import { join } from 'node:path';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { packageDir } from '../../scripts/lib/paths.mjs';

/** A busy machine included; the page's own measure of it is a second. */
const LONGEST_CALL_MS = 20_000;

/**
 * @param {{before?: string, during?: string}} [options] JavaScript that is run before the package is loaded, and
 *   once it draws
 * @returns {Promise<{draw: (config: unknown, response: unknown, looks?: object) => Promise<Outcome>, stop: () => Promise<number>}>}
 * @typedef {{svg?: any, error?: {name?: string, code?: string, message: string, isError: boolean}, ms: number, memoryBytes: number, instances: number}} Outcome
 */
export async function startDrawer(options = {}) {
  const worker = new Worker(new URL(import.meta.url), { workerData: options });
  let next = 0;
  const ask = async (message) => {
    const id = next++;
    worker.postMessage({ id, ...message });
    const limit = AbortSignal.timeout(LONGEST_CALL_MS);
    const [answer] = await once(worker, 'message', { signal: limit }).catch(async (cause) => {
      await worker.terminate();
      throw new Error(`no response within ${LONGEST_CALL_MS} ms`, { cause });
    });
    if (answer.id !== id) throw new Error('an answer to another question');
    return answer;
  };
  await ask({ ready: true });
  return {
    draw: (config, response, looks) => ask({ given: [config, response, looks] }),
    stop: () => worker.terminate(),
  };
}

if (!isMainThread && parentPort) {
  const run = (code) => (0, eval)(code ?? '');
  run(workerData.before);
  // Of the instances that the package makes, the newest.
  let memory;
  let instances = 0;
  // Node itself has others.
  const noted = (instance) => {
    if (!instance.exports.stackMark) return instance;
    memory = instance.exports.memory;
    instances += 1;
    return instance;
  };
  WebAssembly.Instance = new Proxy(WebAssembly.Instance, { construct: (made, given) => noted(Reflect.construct(made, given)) });
  const { instantiate } = WebAssembly;
  WebAssembly.instantiate = async (/** @type {any} */ source, /** @type {any} */ imports) => {
    const made = /** @type {any} */ (await instantiate(source, imports));
    noted(made.instance ?? made);
    return made;
  };
  const { init, renderSvg } = await import(join(packageDir, 'node.js'));
  await init();
  run(workerData.during);
  const clock = globalThis.__now ?? performance.now.bind(performance);
  parentPort.on('message', async ({ id, given }) => {
    const began = clock();
    const outcome = {};
    try {
      if (given) outcome.svg = await renderSvg(...given);
    } catch (error) {
      const isError = error instanceof Error;
      outcome.error = { name: error?.name, code: error?.code, message: String(error?.message ?? error), isError };
    }
    parentPort.postMessage({ id, ms: clock() - began, memoryBytes: memory.buffer.byteLength, instances, ...outcome });
  });
}
