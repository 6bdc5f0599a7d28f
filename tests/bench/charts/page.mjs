/**
 * What runs in the page: one or more libraries, each from the bytes of an answer to forced pixels.
 * Rasterizing waits until pixels are asked for, so one is read of every canvas; a clean one costs next to nothing.
 */
import { rangeOf } from './answers.mjs';

const main = document.querySelector('main');
/** @type {Record<string, any>} */
const libraries = {};
/** @type {Map<string, Uint8Array[]>} */
const answers = new Map();
/** @type {Array<{host: HTMLElement, chart: any}>} what `mountMany` left standing */
let standing = [];
/** @type {Set<WebAssembly.Memory>} */
const memories = new Set();

const page = /** @type {any} */ (globalThis);

/** Microtasks and two frames: what draws later than its caller has drawn then. */
async function settle() {
  for (let frame = 0; frame < 2; frame += 1) {
    for (let turn = 0; turn < 16; turn += 1) await null;
    page.runFrame();
  }
  for (let turn = 0; turn < 16; turn += 1) await null;
}

const anotherTask = () => new Promise((resolve) => {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    port1.close();
    resolve(undefined);
  };
  port2.postMessage(0);
});

const realFrames = async (count) => {
  for (let index = 0; index < count; index += 1) await new Promise((resolve) => page.realFrame(() => setTimeout(resolve, 0)));
};

function force(library, host) {
  const canvases = library.canvases?.(host) ?? host.querySelectorAll('canvas');
  for (const canvas of canvases) if (canvas.width > 0 && canvas.height > 0) canvas.getContext('2d').getImageData(0, 0, 1, 1);
}

async function answersOf({ size, kind = 'counts', count = 3 }) {
  const key = `${size}/${kind}`;
  if ((answers.get(key)?.length ?? 0) < count) {
    const load = async (_, seed) => new Uint8Array(await (await fetch(`/api/${key}/${seed}`)).arrayBuffer());
    answers.set(key, await Promise.all(Array.from({ length: count }, load)));
  }
  return answers.get(key);
}

const optionsOf = ({ size, form = 'line', group = '' }) => ({ form, group, range: rangeOf(size) });

async function mountOne(library, bytes, options) {
  const host = document.createElement('div');
  host.className = 'host';
  main.append(host);
  const began = performance.now();
  const chart = await library.mount(host, bytes, options);
  if (library !== libraries.ours) await settle();
  force(library, host);
  return { host, chart, ms: performance.now() - began };
}

function drop(library, { chart, host }) {
  library.unmount(chart);
  host.remove();
}

/** Loads libraries of the folder. */
page.load = async (names) => {
  for (const name of names) {
    libraries[name] = await import(`/contestants/${name}.js`);
    await libraries[name].ready;
  }
};

/** Milliseconds of each mount. */
page.mount = async (name, task) => {
  const library = libraries[name];
  const list = await answersOf(task);
  const times = [];
  page.gc?.();
  for (let round = -task.warm; round < task.rounds; round += 1) {
    const one = await mountOne(library, list[(round + task.warm) % list.length], optionsOf(task));
    if (round >= 0) times.push(one.ms);
    drop(library, one);
    await anotherTask();
  }
  return times;
};

/** Milliseconds of each refresh of one chart. */
page.refresh = async (name, task) => {
  const library = libraries[name];
  const list = await answersOf(task);
  const one = await mountOne(library, list[0], optionsOf(task));
  const times = [];
  page.gc?.();
  await anotherTask();
  for (let round = -task.warm; round < task.rounds; round += 1) {
    const began = performance.now();
    await library.refresh(one.chart, list[(round + task.warm + 1) % list.length]);
    if (name !== 'ours') await settle();
    force(library, one.host);
    if (round >= 0) times.push(performance.now() - began);
    await anotherTask();
  }
  drop(library, one);
  return times;
};

/**
 * Moves the pointer over a chart: from the event to layout and pixels of everything. `shower`: the chart whose values
 * must follow.
 */
async function moves({ library, chart, host, shower = chart }, { warm, rounds }) {
  await realFrames(2);
  const target = library.hoverTarget(chart);
  const box = target.getBoundingClientRect();
  const fire = (type, x, y) => target.dispatchEvent(new (type.startsWith('pointer') ? PointerEvent : MouseEvent)(type, {
    bubbles: type !== 'mouseenter', cancelable: true, view: window, movementX: 3, movementY: 1,
    clientX: box.left + box.width * x, clientY: box.top + box.height * y,
  }));
  for (const type of ['mouseenter', 'mouseover']) fire(type, 0.3, 0.5);
  page.gc?.();
  const times = [];
  const texts = new Set();
  for (let round = -warm; round < rounds; round += 1) {
    const step = round + warm;
    const began = performance.now();
    fire(library.moveEvent, 0.2 + (0.6 * ((step * 37) % 101)) / 101, 0.5 + (0.3 * ((step * 17) % 23)) / 23);
    await settle();
    void document.body.offsetHeight;
    force(library, host);
    if (round >= 0) times.push(performance.now() - began);
    texts.add(library.valuesText(shower));
    await anotherTask();
  }
  // Who shows the same values wherever the pointer is has been asked nothing.
  if (texts.size < Math.min(10, rounds / 2)) throw new Error(`only ${texts.size} different values under the pointer`);
  return times;
}

page.hover = async (name, task) => {
  const library = libraries[name];
  const one = await mountOne(library, (await answersOf(task))[0], optionsOf(task));
  const times = await moves({ library, ...one }, task);
  drop(library, one);
  return times;
};

/** Charts of different answers, left standing; milliseconds until the pixels of all are there. */
page.mountMany = async (name, task) => {
  const library = libraries[name];
  const list = await answersOf(task);
  standing = [];
  const began = performance.now();
  for (const bytes of list.slice(0, task.count)) {
    const host = document.createElement('div');
    host.className = 'host';
    main.append(host);
    standing.push({ host, chart: await library.mount(host, bytes, optionsOf(task)) });
  }
  if (name !== 'ours') await settle();
  for (const { host } of standing) force(library, host);
  return performance.now() - began;
};

/** All that stand, each with another answer than before. */
page.refreshMany = async (name, task, turn) => {
  const library = libraries[name];
  const list = await answersOf(task);
  const began = performance.now();
  for (const [index, { chart }] of standing.entries()) await library.refresh(chart, list[(index + turn) % list.length]);
  if (name !== 'ours') await settle();
  for (const { host } of standing) force(library, host);
  return performance.now() - began;
};

/** Moves over the first of those that stand; the others follow. */
page.moveMany = (name, task) => moves({ library: libraries[name], chart: standing[0].chart, host: main, shower: standing.at(-1).chart }, task);

page.dropMany = (name) => {
  for (const one of standing) drop(libraries[name], one);
  standing = [];
};

page.realFrames = realFrames;
page.prepare = async (task) => void (await answersOf(task));

/** Keeps the memory of every module that is started from now on. */
page.watchMemory = () => {
  const note = (instance, imports) => {
    for (const value of [instance.exports, ...Object.values(imports ?? {})].flatMap((names) => Object.values(names))) {
      if (value instanceof WebAssembly.Memory) memories.add(value);
    }
  };
  for (const name of /** @type {const} */ (['instantiate', 'instantiateStreaming'])) {
    const original = /** @type {any} */ (WebAssembly[name]);
    WebAssembly[name] = async (source, imports) => {
      const result = await original.call(WebAssembly, source, imports);
      note(result.instance ?? result, imports);
      return result;
    };
  }
};

page.memoryBytes = () => {
  if (memories.size === 0) throw new Error('no module was started');
  return [...memories].reduce((sum, { buffer }) => sum + buffer.byteLength, 0);
};
page.isLoaded = true;
