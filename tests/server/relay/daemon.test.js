/** What a page posts arrives at a statsd daemon that is not ours. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { createApp } from '../../../www/server/app.js';
import { statsdRelay } from '../../../www/server/relay/statsd.js';

const DAEMON = createRequire(import.meta.url).resolve('statsd/stats.js');
const BACKEND = fileURLToPath(new URL('daemon-backend.cjs', import.meta.url));

/** A UDP port that was free a moment ago: the daemon cannot be asked which one it took. */
async function freePort() {
  const socket = createSocket('udp4');
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  const { port } = socket.address();
  socket.close();
  return port;
}

describe('the relay to a statsd daemon', () => {
  let app;
  let daemon;
  let folder;
  const seen = { counters: {}, gauges: {}, timers: {} };

  before(async () => {
    const port = await freePort();
    folder = await mkdtemp(join(tmpdir(), 'statsd-'));
    const config = join(folder, 'config.json');
    const settings = { address: '127.0.0.1', port, mgmt_port: await freePort(), mgmt_address: '127.0.0.1', flushInterval: 100, backends: [BACKEND] };
    await writeFile(config, JSON.stringify(settings));
    daemon = spawn(process.execPath, [DAEMON, config], { stdio: ['ignore', 'pipe', 'ignore'] });
    const lines = createInterface({ input: daemon.stdout });
    /** @type {Promise<void>} */
    const isUp = new Promise((resolve, reject) => {
      lines.on('line', (line) => {
        if (!line.startsWith('{"counters"')) return;
        note(JSON.parse(line));
        resolve();
      });
      daemon.once('exit', (code) => reject(new Error(`the daemon ended with code ${code}`)));
    });
    await isUp;
    app = await createApp({ routes: [statsdRelay({ host: '127.0.0.1', port, names: ['sentry.sampled', 'sentry.timing'] })] });
  });
  after(async () => {
    await app?.close();
    daemon?.kill('SIGKILL');
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  /** Counters and timers begin anew at each flush. */
  function note({ counters, gauges, timers }) {
    for (const [key, count] of Object.entries(counters)) seen.counters[key] = (seen.counters[key] ?? 0) + count;
    for (const [key, values] of Object.entries(timers)) seen.timers[key] = [...(seen.timers[key] ?? []), ...values];
    Object.assign(seen.gauges, gauges);
  }

  async function until(isTrue) {
    const end = Date.now() + 60_000;
    while (!isTrue() && Date.now() < end) await new Promise((resolve) => setTimeout(resolve, 20));
  }

  it('counts, times and gauges what was sent, with its tags and rates', async () => {
    const lines = [
      'sentry.widget.api.call.count:1|c|#endpoint:events-stats,status_code:200',
      'sentry.widget.api.call.count:2|c|#endpoint:events-stats,status_code:200',
      'sentry.sampled:1|c|@0.5',
      'sentry.timing:12.5|ms',
      'sentry.widget.cache.size:7|g|#cache_name:strings',
    ];
    const answer = await app.inject({ method: 'POST', url: '/api/0/relay/statsd/', payload: lines.join('\n'), headers: { 'content-type': 'text/plain' } });
    assert.deepEqual(answer.json(), { accepted: lines.length, refused: 0 });
    await until(() => 'sentry.widget.cache.size;cache_name=strings' in seen.gauges);
    assert.equal(seen.counters['sentry.widget.api.call.count;endpoint=events-stats;status_code=200'], 3);
    assert.equal(seen.counters['sentry.sampled'], 2);
    assert.deepEqual(seen.timers['sentry.timing'], [12.5]);
    assert.equal(seen.gauges['sentry.widget.cache.size;cache_name=strings'], 7);
    assert.equal(seen.counters['statsd.bad_lines_seen'], 0);
  });
});
