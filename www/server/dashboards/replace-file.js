/**
 * A file's content replaced as a whole: written beside it, on disk before it takes the name, so that a crash or a loss
 * of power leaves the old content or the new.
 */
import { mkdir, open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';

/** @param {string} path @param {string} flags @param {(file: import('node:fs/promises').FileHandle) => Promise<void>} use */
async function withFile(path, flags, use) {
  const file = await open(path, flags);
  try {
    await use(file);
  } finally {
    await file.close();
  }
}

/** @param {string} path @param {string} text */
export async function replaceFile(path, text) {
  const folder = dirname(path);
  const beside = `${path}.new`;
  await mkdir(folder, { recursive: true });
  await withFile(beside, 'w', async (file) => {
    await file.writeFile(text);
    await file.sync();
  });
  await rename(beside, path);
  // The new name is on disk only with its folder; not every system lets a folder be synced.
  await withFile(folder, 'r', (file) => file.sync()).catch(() => {});
}
