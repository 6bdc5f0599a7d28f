/** The short form of `npm run soak`: as many refreshes as fit into half a minute leave nothing behind. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { soak } from '../soak/soak.js';

const SECONDS = 30;

/**
 * Growth allowed from the middle third to the last: caches fill up at first, collections are not exact, and a
 * request under way has a listener. One listener left behind by each refresh of a chart would be hundreds.
 */
const ALLOWED = { wasm: 2 * 1024 * 1024, heap: 1024 * 1024, nodes: 60, listeners: 10, indexedDb: 512 * 1024 };

test('thirty charts on a flapping server hold no more after many refreshes than after some', async () => {
  const { samples, requests, states, complaints } = await soak({ seconds: SECONDS, leastRequests: 301, everySeconds: 2 });
  const third = Math.ceil(samples.length / 3);
  const middle = (of, name) => of.map((sample) => sample[name]).sort((a, b) => a - b)[Math.floor(of.length / 2)];
  for (const [name, most] of Object.entries(ALLOWED)) {
    const [before, after] = [middle(samples.slice(third, 2 * third), name), middle(samples.slice(-third), name)];
    assert.ok(after - before <= most, `${name}: ${before} became ${after}`);
  }
  assert.ok(requests > 300, `${requests} requests`);
  assert.ok(states.every((state) => state === 'ready'), states.join(' '));
  assert.deepEqual(complaints.filter((text) => !/^Failed to load resource: |^Canvas2D: /.test(text)), []);
});
