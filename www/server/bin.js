#!/usr/bin/env node
/**
 * `events-stats-server`: the server as the program of its npm package. What it keeps goes into a folder where it is
 * started, since that of the package is npm's to replace.
 */
import { endWithNpm } from '../../scripts/lib/run.mjs';

const USAGE = `Usage: events-stats-server
       events-stats-server share ORG/DASHBOARD [WIDGET] --days 30

Settings are environment variables such as PORT, DATA_DIR and SENTRY_URL: www/server/README.md of this package.`;

const [command] = process.argv.slice(2);
process.env.DATA_DIR ||= 'events-stats-data';

if (command === undefined) {
  endWithNpm();
  await import('./main.js');
} else if (command === 'share') {
  process.argv.splice(2, 1);
  await import('../../scripts/share.mjs');
} else {
  console.error(USAGE);
  process.exitCode = command === '--help' ? 0 : 2;
}
