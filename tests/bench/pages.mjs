/** Pages for the benches that need a browser: folders of the checkout, served isolated. */
import { createReadStream, existsSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const root = fileURLToPath(new URL('../..', import.meta.url));
const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.mjs': 'text/javascript', '.css': 'text/css', '.wasm': 'application/wasm' };

/**
 * @param {Record<string, string>} folders folders of the checkout by their address; `page.html` answers for a folder itself
 * @param {(path: string) => string | Buffer | undefined} [api] answers in JSON what is asked below `/api/`
 * @returns {Promise<{url: string, close: () => void}>}
 */
export async function servePages(folders, api = () => undefined) {
  const server = createServer((request, response) => {
    // What is posted is taken, as a relay of metrics takes it.
    if (request.method === 'POST') return void request.resume().on('end', () => response.writeHead(204).end());
    const { pathname } = new URL(request.url ?? '/', 'http://bench');
    const body = pathname.startsWith('/api/') ? api(pathname) : undefined;
    if (body !== undefined) return void response.writeHead(200, { 'content-type': 'application/json' }).end(body);
    const [prefix, folder] = Object.entries(folders).find(([prefix]) => pathname.startsWith(prefix)) ?? [];
    const file = join(root, folder ?? '', normalize(pathname.slice(prefix?.length ?? 0) || 'page.html'));
    if (!folder || !file.startsWith(join(root, folder)) || !existsSync(file)) return void response.writeHead(404).end();
    response.writeHead(200, {
      'content-type': TYPES[/** @type {keyof typeof TYPES} */ (extname(file))] ?? 'application/octet-stream',
      // Isolated pages have a clock of five microseconds instead of a hundred.
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-embedder-policy': 'require-corp',
    });
    createReadStream(file).pipe(response);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)));
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  return { url: `http://127.0.0.1:${port}/`, close: () => server.close() };
}

/** @param {string[]} [flags] */
export function launch(flags = []) {
  const quiet = ['--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
  return chromium.launch({ executablePath: process.env.CHROMIUM || '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', ...quiet, ...flags] });
}
