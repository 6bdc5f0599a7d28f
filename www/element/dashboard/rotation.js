/** Several dashboards one after another: each for some seconds once it is shown, unless a person is at it. */

/** How soon it is looked again whether the person has gone. */
const LOOK_MS = 1_000;

export class Rotation {
  /** @type {string[]} */
  #ids = [];
  #index = 0;
  #everyMs = 0;
  #isPaused = false;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  #timer;
  #show;
  #tell;
  #isInUse;

  /** @param {() => void} show the dashboard that it is now @param {() => void} tell that it was paused or goes on @param {() => boolean} isInUse */
  constructor(show, tell, isInUse) {
    this.#show = show;
    this.#tell = tell;
    this.#isInUse = isInUse;
  }

  get now() { return this.#ids[this.#index]; }
  get place() { return this.#index + 1; }
  get count() { return this.#ids.length; }
  /** Whether another one comes by itself. */
  get rotates() { return this.#everyMs > 0 && this.count > 1; }
  get isPaused() { return this.#isPaused; }

  /** @param {string[]} ids @param {number} everyMs 0 where nothing changes by itself */
  set(ids, everyMs) {
    const { now } = this;
    this.#ids = ids;
    this.#index = Math.max(0, ids.indexOf(now));
    this.#everyMs = everyMs;
    this.#isPaused = false;
  }

  /** The time of a dashboard begins when it is there. */
  shown() {
    this.stop();
    if (this.rotates && !this.#isPaused) this.#timer = setTimeout(() => this.#turn(), this.#everyMs);
  }

  stop() { clearTimeout(this.#timer); }

  next() {
    this.stop();
    this.#index = (this.#index + 1) % this.count;
    this.#show();
  }

  toggle() {
    this.#isPaused = !this.#isPaused;
    this.shown();
    this.#tell();
  }

  #turn() {
    if (!this.#isInUse()) return this.next();
    this.#timer = setTimeout(() => this.#turn(), LOOK_MS);
  }
}
