/** The package and the pages: types, encodings, validators, caching, and what is never shown. */
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { FileStore } from '../../../www/server/http/file-store.js';
import { PAGE, raw, startServer, WASM } from './harness.js';

let server;
before(async () => { server = await startServer(); });
after(() => server.close());

const POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' blob:; "
  + "connect-src 'self'; base-uri 'none'; frame-ancestors 'self'";

const TYPES = [
  ['/', 'text/html; charset=utf-8'],
  ['/index.html', 'text/html; charset=utf-8'],
  ['/inner/', 'text/html; charset=utf-8'],
  ['/framing.html', 'text/html; charset=utf-8'],
  ['/style.css', 'text/css; charset=utf-8'],
  ['/package/index.js', 'text/javascript; charset=utf-8'],
  ['/package/engine_bg.wasm', 'application/wasm'],
  ['/package/index.d.ts', 'text/plain; charset=utf-8'],
];

for (const [target, type] of TYPES) {
  test(`${target} is ${type}, under the whole policy`, async () => {
    const { status, headers } = await raw(server.address, target);
    assert.equal(status, 200);
    assert.equal(headers['content-type'], type);
    assert.equal(headers['x-content-type-options'], 'nosniff');
    assert.equal(headers['referrer-policy'], 'no-referrer');
    assert.equal(headers['cross-origin-resource-policy'], 'same-origin');
    const added = { '/inner/': "; require-trusted-types-for 'script'", '/framing.html': "; frame-src 'self'" };
    assert.equal(headers['content-security-policy'], POLICY + (added[target] ?? ''));
  });
}

test('answers and errors of the API carry the policy too', async () => {
  for (const target of ['/api/0/small/', '/api/0/nothing/', '/nothing']) {
    const { headers } = await raw(server.address, target);
    assert.equal(headers['content-security-policy'], POLICY);
    assert.equal(headers['x-content-type-options'], 'nosniff');
  }
});

/** @type {Array<[accepted: string, encoding: string | undefined, decode: (body: Buffer) => Buffer]>} */
const ENCODINGS = [
  ['br, gzip', 'br', brotliDecompressSync],
  ['gzip, deflate, br, zstd', 'br', brotliDecompressSync],
  ['gzip', 'gzip', gunzipSync],
  ['br;q=0.1, gzip;q=0.9', 'gzip', gunzipSync],
  ['identity', undefined, (body) => body],
  ['br;q=0', undefined, (body) => body],
  ['', undefined, (body) => body],
];

for (const [accepted, encoding, decode] of ENCODINGS) {
  test(`"${accepted}" gets ${encoding ?? 'the file as it is'}`, async () => {
    const { headers, body } = await raw(server.address, '/package/engine_bg.wasm', { headers: { 'accept-encoding': accepted } });
    assert.equal(headers['content-encoding'], encoding);
    assert.equal(Number(headers['content-length']), body.length);
    assert.match(headers.vary, /Accept-Encoding/);
    assert.deepEqual(decode(body), WASM);
    if (encoding) assert.ok(body.length < WASM.length / 4);
  });
}

test('a validator is confirmed, per encoding, and changes with the file', async () => {
  const accept = { 'accept-encoding': 'br' };
  const first = await raw(server.address, '/', { headers: accept });
  assert.equal(first.headers['cache-control'], 'no-cache');
  const again = await raw(server.address, '/', { headers: { ...accept, 'if-none-match': first.headers.etag } });
  assert.equal(again.status, 304);
  assert.equal(again.body.length, 0);
  const weak = await raw(server.address, '/', { headers: { ...accept, 'if-none-match': `"x", W/${first.headers.etag}` } });
  assert.equal(weak.status, 304);
  // A page that sends validators itself is made to send this as well.
  const byPage = await raw(server.address, '/', { headers: { ...accept, 'cache-control': 'no-cache', 'if-none-match': first.headers.etag } });
  assert.equal(byPage.status, 304);
  assert.equal((await raw(server.address, '/', { headers: { ...accept, 'if-none-match': '*' } })).status, 304);
  const plain = await raw(server.address, '/', { headers: { 'if-none-match': first.headers.etag } });
  assert.equal(plain.status, 200);
  await writeFile(path.join(server.demoDir, 'index.html'), `${PAGE}<!-- newer -->`);
  const newer = await raw(server.address, '/', { headers: { ...accept, 'if-none-match': first.headers.etag } });
  assert.equal(newer.status, 200);
  assert.match(brotliDecompressSync(newer.body).toString(), /newer/);
});

test('the first to ask is served at once, those after get the best form, and both stay valid', async () => {
  const accept = { 'accept-encoding': 'br' };
  const target = '/package/index.js';
  const first = await raw(server.address, target, { headers: accept });
  assert.match(first.headers.etag, /-br-quick"$/);
  let later = first;
  for (let i = 0; i < 3_000 && later.headers.etag === first.headers.etag; i++) {
    await new Promise((done) => { setTimeout(done, 20); });
    later = await raw(server.address, target, { headers: accept });
  }
  assert.match(later.headers.etag, /-br"$/);
  assert.ok(later.body.length < first.body.length);
  assert.deepEqual(brotliDecompressSync(later.body), brotliDecompressSync(first.body));
  const confirmed = await raw(server.address, target, { headers: { ...accept, 'if-none-match': first.headers.etag } });
  assert.equal(confirmed.status, 304);
});

test('viewers who come at once wait for one reading of a file, which is compressed once', async () => {
  const store = new FileStore(path.dirname(import.meta.filename));
  const found = await Promise.all(Array.from({ length: 50 }, () => store.find('files.test.js')));
  assert.notEqual(found[0], null);
  assert.equal(new Set(found).size, 1);
});

test('a file with a hash in its name is kept for good', async () => {
  const { headers } = await raw(server.address, '/package/chunk-0a1b2c3d4e.js');
  assert.equal(headers['cache-control'], 'public, max-age=31536000, immutable');
});

test('HEAD says the same without the body', async () => {
  const { status, headers, body } = await raw(server.address, '/package/index.js', { method: 'HEAD' });
  assert.equal(status, 200);
  assert.equal(body.length, 0);
  assert.ok(Number(headers['content-length']) > 3000);
});

const HIDDEN = [
  '/package/.secret', '/package/../outside.txt', '/../outside.txt', '/package/%2e%2e/outside.txt', '/%2e%2e%2foutside.txt',
  '/package/..%2foutside.txt', '/package/..%5coutside.txt', '/package//etc/passwd', '/inner/../../outside.txt',
  '/package/index.js%00.html', '/package', '/package/', '/package/snippets/', `/${'a'.repeat(5000)}`, '/missing.html',
];

for (const target of HIDDEN) {
  test(`${target.slice(0, 40)} shows nothing`, async () => {
    const { status, body } = await raw(server.address, target);
    assert.ok([400, 404, 414].includes(status), String(status));
    assert.doesNotMatch(body.toString(), /outside|root:|^no$/);
  });
}

test('the API is compressed when it is worth it', async () => {
  const target = '/api/0/organizations/demo/events-stats/';
  const plain = await raw(server.address, target);
  assert.equal(plain.headers['content-encoding'], undefined);
  for (const [encoding, decode] of /** @type {Array<[string, (body: Buffer) => Buffer]>} */ ([['br', brotliDecompressSync], ['gzip', gunzipSync]])) {
    const { headers, body } = await raw(server.address, target, { headers: { 'accept-encoding': encoding } });
    assert.equal(headers['content-encoding'], encoding);
    assert.equal(headers['content-type'], 'application/json; charset=utf-8');
    assert.match(headers.vary.toLowerCase(), /accept-encoding/);
    assert.deepEqual(JSON.parse(String(decode(body))), JSON.parse(String(plain.body)));
  }
  const small = await raw(server.address, '/api/0/small/', { headers: { 'accept-encoding': 'br' } });
  assert.equal(small.headers['content-encoding'], undefined);
});

/** @type {Array<[method: string, path: string, status: number, detail: string]>} */
const REFUSED = [
  ['GET', '/api/0/nothing/', 404, 'The requested resource does not exist'],
  ['GET', '/api/0/organizations/', 404, 'The requested resource does not exist'],
  ['POST', '/api/0/organizations/demo/events-stats/', 405, 'Method "POST" not allowed.'],
  ['DELETE', '/api/0/organizations/demo/dashboards/1/', 405, 'Method "DELETE" not allowed.'],
  ['GET', '/api/0/organizations/demo/dashboards/1/', 405, 'Method "GET" not allowed.'],
  ['GET', '/nothing', 404, 'Not found'],
  ['POST', '/', 404, 'Not found'],
];

for (const [method, target, status, detail] of REFUSED) {
  test(`${method} ${target} is ${status}`, async () => {
    const answer = await raw(server.address, target, { method });
    assert.equal(answer.status, status);
    assert.deepEqual(JSON.parse(String(answer.body)), { detail });
    if (status === 405) assert.ok(answer.headers.allow.length > 0);
  });
}

test('a body that is too large or no JSON is refused', async () => {
  const target = '/api/0/organizations/demo/dashboards/1/';
  const headers = { 'content-type': 'application/json' };
  const large = await raw(server.address, target, { method: 'PUT', headers, body: `"${'x'.repeat(2 * 1024 * 1024)}"` })
    .catch((error) => ({ status: error.code }));
  assert.ok([413, 'ECONNRESET', 'EPIPE'].includes(large.status), String(large.status));
  const broken = await raw(server.address, target, { method: 'PUT', headers, body: '{"a":' });
  assert.equal(broken.status, 400);
  assert.equal(typeof JSON.parse(String(broken.body)).detail, 'string');
});
