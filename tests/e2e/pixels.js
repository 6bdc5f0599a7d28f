/** Pixels of a screenshot: how they are compared with a stored picture, and written as one. */
import { crc32, deflateSync } from 'node:zlib';

/**
 * Runs in the page: cuts charts out of its screenshot, and keeps their pixels.
 * @param {[string, Record<string, {x: number, y: number, width: number, height: number}>, number]} given
 */
export async function keep([screenshot, boxes, ratio]) {
  const bitmap = await createImageBitmap(await (await fetch(`data:image/png;base64,${screenshot}`)).blob());
  globalThis.kept = Object.fromEntries(Object.entries(boxes).map(([name, { x, y, width, height }]) => {
    const context = new OffscreenCanvas(width * ratio, height * ratio).getContext('2d', { willReadFrequently: true });
    context.drawImage(bitmap, -x * ratio, -y * ratio);
    return [name, context.getImageData(0, 0, width * ratio, height * ratio)];
  }));
}

/** Runs in the page: the pixels of one that is kept. @param {string} name */
export function pixelsOf(name) {
  const { width, height, data } = globalThis.kept[name];
  let text = '';
  for (let at = 0; at < data.length; at += 8192) text += String.fromCharCode(...data.subarray(at, at + 8192));
  return { width, height, base64: btoa(text) };
}

/**
 * Runs in the page: how far one that is kept is from a stored picture. `plot`: of the plot, which part of the pixels differs
 * by more than `far` of 255 in a channel. `rest`: of what is beside it, by how much the mean of a square does at most.
 * @param {[string, string, {x: number, y: number, width: number, height: number} | null, number, {far: number, square: number}]} given
 */
export async function differ([name, stored, plot, ratio, { far, square }]) {
  const a = globalThis.kept[name];
  const bitmap = await createImageBitmap(await (await fetch(`data:image/png;base64,${stored}`)).blob());
  if (a.width !== bitmap.width || a.height !== bitmap.height) return { plot: 1, rest: 255 };
  const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d', { willReadFrequently: true });
  context.drawImage(bitmap, 0, 0);
  const b = context.getImageData(0, 0, bitmap.width, bitmap.height);
  const isInPlot = (x, y) => plot !== null && x >= plot.x * ratio && x < (plot.x + plot.width) * ratio && y >= plot.y * ratio && y < (plot.y + plot.height) * ratio;
  const side = square * ratio;
  const across = Math.ceil(a.width / side);
  const sums = new Float64Array(3 * across * Math.ceil(a.height / side));
  let [many, all] = [0, 0];
  for (let y = 0; y < a.height; y += 1) {
    for (let x = 0; x < a.width; x += 1) {
      const at = 4 * (y * a.width + x);
      const off = (channel) => a.data[at + channel] - b.data[at + channel];
      if (isInPlot(x, y)) {
        all += 1;
        if (Math.max(Math.abs(off(0)), Math.abs(off(1)), Math.abs(off(2))) > far) many += 1;
        continue;
      }
      const place = 3 * (Math.floor(y / side) * across + Math.floor(x / side));
      for (const channel of [0, 1, 2]) sums[place + channel] += off(channel);
    }
  }
  return { plot: all === 0 ? 0 : many / all, rest: sums.reduce((most, sum) => Math.max(most, Math.abs(sum)), 0) / side ** 2 };
}

/**
 * A PNG half as large as browsers write it: without opacity, and with the filter of each row that leaves the smallest numbers.
 * @param {{width: number, height: number, base64: string}} pixels
 */
export function pngOf({ width, height, base64 }) {
  const rgba = Buffer.from(base64, 'base64');
  const row = (/** @type {number} */ y) => Buffer.from(Array.from({ length: 3 * width }, (_, at) => (y < 0 ? 0 : rgba[4 * (y * width + Math.floor(at / 3)) + (at % 3)])));
  const rows = Array.from({ length: height }, (_, y) => {
    const [now, above] = [row(y), row(y - 1)];
    const left = (/** @type {number} */ at) => (at < 3 ? 0 : now[at - 3]);
    const filtered = [() => 0, left, (/** @type {number} */ at) => above[at]].map((guess, kind) => Buffer.from([kind, ...now.map((value, at) => value - guess(at))]));
    const weight = (/** @type {Buffer} */ line) => line.reduce((sum, byte) => sum + Math.min(byte, 256 - byte), 0);
    return filtered.reduce((best, line) => (weight(line) < weight(best) ? line : best));
  });
  const part = (/** @type {string} */ name, /** @type {Buffer} */ body) => {
    const named = Buffer.concat([Buffer.from(name, 'latin1'), body]);
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(body.length);
    sum.writeUInt32BE(crc32(named));
    return Buffer.concat([length, named, sum]);
  };
  const head = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 8, 2, 0, 0, 0]);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), part('IHDR', head), part('IDAT', deflateSync(Buffer.concat(rows), { level: 9 })), part('IEND', Buffer.alloc(0))]);
}
