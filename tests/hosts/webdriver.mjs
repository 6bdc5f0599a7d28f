/** WebKitGTK by its own driver, on a display that nobody sees: what Safari's engine does with the package. */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './project.mjs';

const DRIVER = '/usr/bin/WebKitWebDriver';
const DISPLAY = '/usr/bin/xvfb-run';
const LONGEST_START_MS = 60_000;

/** Why it cannot be driven here, or false. */
export const whyNoWebKit = [DRIVER, DISPLAY].every(existsSync) ? false : `needs Debian's packages webkit2gtk-driver, xvfb and xauth: ${[DRIVER, DISPLAY].filter((path) => !existsSync(path)).join(' and ')} is missing`;

/** A session of WebKitGTK's MiniBrowser. */
export async function openWebKit() {
  const port = await freePort();
  const child = spawn(DISPLAY, ['-a', DRIVER, `--port=${port}`], { stdio: 'ignore', detached: true });
  const stop = () => void process.kill(-child.pid, 'SIGKILL');
  /** @param {string} path @param {object} [body] @param {string} [method] */
  const ask = async (path, body, method = body ? 'POST' : 'GET') => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, { method, body: body && JSON.stringify(body) });
    const { value } = /** @type {any} */ (await response.json());
    if (!response.ok) throw new Error(`${path}: ${value.error}: ${value.message}`);
    return value;
  };
  const end = performance.now() + LONGEST_START_MS;
  while (!(await ask('/status').then(({ ready }) => ready, () => false))) {
    if (performance.now() < end) await sleep(100);
    else {
      stop();
      throw new Error(`${DRIVER} does not start`);
    }
  }
  const { sessionId, capabilities } = await ask('/session', { capabilities: { alwaysMatch: { timeouts: { script: LONGEST_START_MS } } } });
  const inSession = (/** @type {string} */ path, /** @type {object} */ body) => ask(`/session/${sessionId}${path}`, body);
  return {
    version: capabilities.browserVersion,
    /** @param {string} url */
    goto: (url) => inSession('/url', { url }),
    /** What an asynchronous function comes to in the page. @param {() => Promise<unknown>} run */
    evaluate: (run) => inSession('/execute/async', { script: `const done = arguments[0]; (${run})().then(done, (error) => done(String(error)));`, args: [] }),
    /** Moves, presses and lets go of the mouse. @param {Array<object>} actions */
    pointer: (actions) => inSession('/actions', { actions: [{ type: 'pointer', id: 'mouse', parameters: { pointerType: 'mouse' }, actions }] }),
    async close() {
      await ask(`/session/${sessionId}`, undefined, 'DELETE').catch(() => {});
      stop();
    },
  };
}
