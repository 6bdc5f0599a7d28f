/**
 * The store of made-up events in its file. A file that cannot be used is set aside and made anew: nothing in it is a
 * person's own. What is in the way of any file (a lock, a right, a full disk) is said instead.
 */
import { mkdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { EventStore } from '../store.js';
import { Generator } from './generator.js';

const FILE = 'events.duckdb';
/** Troubles of the place, which another file there would have as well. */
const OF_THE_PLACE = /permission denied|no space left|read-only file system|EACCES|ENOSPC|EROFS|ENOTDIR|EEXIST|is a directory/i;

/** @param {unknown} error */
const reasonOf = (error) => (error instanceof Error ? error.message : String(error)).split('\n')[0];

/** @param {string} path */
async function setAside(path) {
  const aside = `${path}.broken`;
  await rename(path, aside);
  // What had not reached the file itself is of no use without it.
  await rename(`${path}.wal`, `${aside}.wal`).catch(() => {});
  return aside;
}

/**
 * @param {string} path @param {(generator: Generator) => Promise<void>} fill
 * @returns {Promise<{store: EventStore, generator: Generator}>}
 */
async function openFilled(path, fill) {
  const store = await EventStore.open({ path });
  try {
    const generator = new Generator(store, { now: Date.now });
    await fill(generator);
    await store.database.lock();
    return { store, generator };
  } catch (error) {
    store.close();
    throw error;
  }
}

/**
 * @param {string} folder
 * @param {{fill?: (generator: Generator) => Promise<void>, log: (line: string) => void}} options
 * @returns {Promise<{store: EventStore, generator: Generator}>} filled up to now
 */
export async function openGeneratedStore(folder, { fill = (generator) => generator.fill(), log }) {
  const path = join(folder, FILE);
  await mkdir(folder, { recursive: true });
  try {
    return await openFilled(path, fill);
  } catch (error) {
    const reason = reasonOf(error);
    if (/lock/i.test(reason)) {
      throw new Error(`${path} is in use by another server; stop that one, or set DATA_DIR to another folder`);
    }
    if (OF_THE_PLACE.test(reason)) throw new Error(`${path} cannot be used: ${reason}. Free it, or set DATA_DIR to another folder`);
    const aside = await setAside(path).catch((problem) => {
      throw new Error(`${path} is broken (${reason}) and cannot be moved aside: ${reasonOf(problem)}. Delete it, or set DATA_DIR to another folder`);
    });
    log(`${path} is broken (${reason}); moved to ${aside}, its made-up events are made anew`);
    return openFilled(path, fill);
  }
}
