/** What has changed below some folders, in batches: an editor that saves touches several files, often twice. */
import { watch as watchFolder } from 'node:fs';
import { basename, join } from 'node:path';
import { root } from '../lib/paths.mjs';

const QUIET_MS = 100;

/**
 * Calls `onChange` with the paths of each batch, one call after the other: what changes while one
 * is under way is the next batch.
 * @param {string[]} paths files and folders below `folder`
 * @param {(changed: string[]) => Promise<void>} onChange
 * @param {string} [folder]
 * @returns {() => void} ends it
 */
export function watch(paths, onChange, folder = root) {
  /** @type {Set<string>} */
  const changed = new Set();
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  let isBusy = false;

  async function flush() {
    if (isBusy || changed.size === 0) return;
    isBusy = true;
    const batch = [...changed].sort();
    changed.clear();
    try {
      await onChange(batch);
    } finally {
      isBusy = false;
      later();
    }
  }

  function later() {
    clearTimeout(timer);
    timer = setTimeout(flush, QUIET_MS);
  }

  const watchers = paths.map((path) => watchFolder(join(folder, path), { recursive: true }, (_event, name) => {
    const file = name === null || name === basename(path) ? path : join(path, name);
    if (isOfEditor(file)) return;
    changed.add(file);
    later();
  }));
  return () => {
    clearTimeout(timer);
    for (const watcher of watchers) watcher.close();
  };
}

/** Swap files and backups. @param {string} path */
function isOfEditor(path) {
  return /^[.#]|~$|\.(swp|swx|tmp)$|^\d+$/.test(basename(path));
}

/**
 * What a batch asks for. The build itself sees what of it there is to do.
 * @param {string[]} changed
 */
export function consequences(changed) {
  return {
    build: changed.some((path) => !/^www\/(demo|server)\//.test(path)),
    // It reads of a dashboard's sources how some widgets are asked for.
    restart: changed.some((path) => /^www\/(server|element\/dashboard)\//.test(path)),
  };
}
