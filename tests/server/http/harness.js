/** A server with the HTTP plugins, a folder of files and a few routes, on a port of its own. */
import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import http from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { createApp } from '../../../www/server/app.js';
import { httpPlugins } from '../../../www/server/http/index.js';

export const WASM = Buffer.concat([Buffer.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]), Buffer.alloc(4000, 7)]);
export const PAGE = `<!doctype html>\n<html lang="en"><head><title>t</title></head><body>${'<p>text</p>'.repeat(100)}</body></html>`;
export const LARGE = { data: Array.from({ length: 500 }, (_, index) => [1767225600 + index * 60, [{ count: index }]]) };

/** Text that better compression makes smaller. */
function words(count) {
  let state = 1;
  return Array.from({ length: count }, () => {
    state = (state * 48271) % 2147483647;
    return ['bucket', 'series', 'axis', 'rollup', 'group', 'event'][state % 6] + (state % 13);
  }).join(' ');
}

/** @param {Partial<import('../../../www/server/http/index.js').HttpOptions>} [options] */
export async function startServer(options = {}) {
  const root = await mkdtemp(path.join(os.tmpdir(), 'http-test-'));
  const packageDir = path.join(root, 'package');
  const demoDir = path.join(root, 'demo');
  await mkdir(path.join(packageDir, 'snippets'), { recursive: true });
  await mkdir(path.join(demoDir, 'inner'), { recursive: true });
  await Promise.all([
    writeFile(path.join(packageDir, 'index.js'), `export const words = '${words(3000)}';\n`),
    writeFile(path.join(packageDir, 'engine_bg.wasm'), WASM),
    writeFile(path.join(packageDir, 'index.d.ts'), 'export {};\n'),
    writeFile(path.join(packageDir, 'chunk-0a1b2c3d4e.js'), 'export default 1;\n'),
    writeFile(path.join(packageDir, '.secret'), 'no'),
    writeFile(path.join(demoDir, 'index.html'), PAGE),
    writeFile(path.join(demoDir, 'inner', 'index.html'), PAGE.replace('<html', '<html data-require-trusted-types')),
    writeFile(path.join(demoDir, 'framing.html'), PAGE.replace('<html', '<html data-allow-own-frames')),
    writeFile(path.join(demoDir, 'style.css'), 'body { color: black }\n'),
    writeFile(path.join(root, 'outside.txt'), 'outside'),
  ]);
  const lines = [];
  let release = () => {};
  const released = new Promise((resolve) => { release = () => resolve(undefined); });
  const app = await createApp({
    http: httpPlugins({ packageDir, demoDir, log: (line) => lines.push(line), ...options }),
    routes: [async (routes) => {
      routes.get('/api/0/organizations/:org/events-stats/', async () => LARGE);
      routes.get('/api/0/small/', async () => ({ ok: true }));
      routes.put('/api/0/organizations/:org/dashboards/:id/', async () => ({ saved: true }));
      routes.get('/api/0/slow/', async () => { await released; return { ok: true }; });
    }],
  });
  const address = await app.listen({ host: '127.0.0.1', port: 0 });
  const close = async () => {
    app.server.closeAllConnections();
    await app.close();
    await rm(root, { recursive: true });
  };
  /** `release` has the slow route answer, from then on at once. */
  return { app, address, lines, demoDir, release, close };
}

/**
 * A request as it is on the wire: no decoding, no normalising of the path, any header.
 * @param {string} address @param {string} target
 * @param {{method?: string, headers?: http.OutgoingHttpHeaders, body?: string | Buffer}} [options]
 * @returns {Promise<{status: number, headers: http.IncomingHttpHeaders, body: Buffer, complete: boolean}>}
 */
export function raw(address, target, { method = 'GET', headers = {}, body } = {}) {
  const { hostname, port } = new URL(address);
  return new Promise((resolve, reject) => {
    const request = http.request({ hostname, port, path: target, method, headers, agent: false }, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('error', () => {});
      response.on('close', () => resolve({
        status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks), complete: response.complete,
      }));
    });
    request.on('error', reject);
    request.end(body);
  });
}
