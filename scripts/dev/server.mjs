/** The server as a program of its own, which can be started anew while the address in front of it stays. */
import { spawn } from 'node:child_process';
import { root } from '../lib/paths.mjs';

/** The server names its address when it is ready. */
const ADDRESS = /http:\/\/\S+:\d+\//;

export class ServerProcess {
  /** @type {import('node:child_process').ChildProcess | undefined} */
  #child;
  /** @type {Promise<string>} */
  #address = Promise.reject(new Error('it was not started'));

  /** @param {NodeJS.ProcessEnv} env */
  constructor(env = process.env) {
    this.env = env;
    this.#address.catch(() => {});
  }

  /** Where it answers; waits for a start that is under way. */
  get address() {
    return this.#address;
  }

  /** Ends the one that runs and starts another. */
  restart() {
    const before = this.stop();
    this.#address = before.then(() => this.#start());
    this.#address.catch(() => {});
    return this.#address;
  }

  /** @returns {Promise<void>} when it is gone */
  async stop() {
    const child = this.#child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    await gone;
  }

  #start() {
    const env = { ...this.env, HOST: '127.0.0.1', PORT: '0' };
    const child = spawn(process.execPath, ['www/server/main.js'], { cwd: root, env, stdio: ['ignore', 'pipe', 'inherit'] });
    this.#child = child;
    return new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', (code) => reject(new Error(`it ended with ${code}`)));
      child.stdout.setEncoding('utf8').on('data', (text) => {
        const address = ADDRESS.exec(text)?.[0];
        if (address) resolve(address);
        else process.stdout.write(text);
      });
    });
  }
}
