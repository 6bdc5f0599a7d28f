/** How a share link is made where this server runs: in a checkout, as an npm package, unpacked in an image. */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';

const PROGRAM = 'events-stats-server';
const MANIFEST = new URL('../../../package.json', import.meta.url);

/** @returns {string} what comes before `ORG/DASHBOARD --days 30` */
export function shareCommand() {
  if (JSON.parse(readFileSync(MANIFEST, 'utf8')).name !== PROGRAM) return 'npm run share --';
  return basename(process.argv[1] ?? '') === PROGRAM ? `npx ${PROGRAM} share` : 'node scripts/share.mjs';
}
