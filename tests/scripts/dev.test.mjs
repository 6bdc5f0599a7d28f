/** `npm run dev`: what it puts into pages, what it passes on, when it tells pages to load again, what it watches. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it, test } from 'node:test';
import { createDevProxy, withScript } from '../../scripts/dev/proxy.mjs';
import { consequences, watch } from '../../scripts/dev/watch.mjs';

const PAGE = '<!doctype html><html><head><title>one</title></head><body></body></html>';
const POLICY = "default-src 'none'; script-src 'self'";
const AS_PAGE = { 'sec-fetch-dest': 'document' };

async function listening(server) {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return `http://127.0.0.1:${server.address().port}/`;
}

describe('the proxy of npm run dev', () => {
  let upstream;
  let proxy;
  let url;
  let asked;

  before(async () => {
    upstream = createServer(async (request, response) => {
      const body = [];
      for await (const chunk of request) body.push(chunk);
      asked = { method: request.method, url: request.url, headers: request.headers, body: Buffer.concat(body).toString() };
      const isPage = request.url === '/';
      const text = isPage ? PAGE : '{"answer":1}';
      response.writeHead(isPage ? 200 : 418, {
        'content-type': isPage ? 'text/html; charset=utf-8' : 'application/json', 'content-length': text.length,
        'content-security-policy': POLICY, etag: '"1"', 'set-cookie': ['a=1', 'b=2'],
      });
      response.end(text);
    });
    const address = await listening(upstream);
    proxy = createDevProxy(() => address);
    url = await listening(proxy.server);
  });
  after(() => {
    for (const server of [proxy.server, upstream]) {
      server.close();
      server.closeAllConnections();
    }
  });

  it('puts one script into a page and leaves its policy as it is', async () => {
    const response = await ask(url, { headers: { ...AS_PAGE, 'accept-encoding': 'gzip', 'if-none-match': '"1"' } });
    assert.equal(response.status, 200);
    assert.equal(response.text, PAGE.replace('</head>', '<script type="module" src="/dev/reload.js"></script></head>'));
    assert.equal(response.headers['content-security-policy'], POLICY);
    assert.equal(response.headers.etag, undefined);
    assert.equal(asked.headers['accept-encoding'], undefined, 'the page comes as text');
    assert.equal(asked.headers['if-none-match'], undefined, 'and whole');
  });

  it('leaves a page inside another page alone', async () => {
    const response = await ask(url, { headers: { 'sec-fetch-dest': 'iframe' } });
    assert.equal(response.text, PAGE);
  });

  it('passes everything else on, both ways, without a change', async () => {
    const response = await ask(`${url}api/0/x/?a=%20b`, { method: 'PUT', headers: { authorization: 'Bearer t', 'accept-encoding': 'br' }, body: 'sent' });
    assert.equal(asked.method, 'PUT');
    assert.equal(asked.url, '/api/0/x/?a=%20b');
    assert.equal(asked.body, 'sent');
    assert.equal(asked.headers.authorization, 'Bearer t');
    assert.equal(asked.headers['accept-encoding'], 'br');
    assert.equal(asked.headers.host, new URL(url).host);
    assert.equal(response.status, 418);
    assert.equal(response.text, '{"answer":1}');
    assert.equal(response.headers.etag, '"1"');
    assert.deepEqual(response.headers['set-cookie'], ['a=1', 'b=2']);
  });

  it('tells every page that listens that something is new', async () => {
    const readers = await Promise.all([1, 2].map(async () => {
      const response = await fetch(`${url}dev/events`);
      assert.equal(response.headers.get('content-type'), 'text/event-stream');
      return response.body.getReader();
    }));
    const nextVersion = async (reader) => /^event: version\ndata: (.+)\n\n$/.exec(Buffer.from((await reader.read()).value).toString())[1];
    const first = await Promise.all(readers.map(nextVersion));
    assert.equal(first[0], first[1]);
    proxy.reload();
    const second = await Promise.all(readers.map(nextVersion));
    assert.equal(second[0], second[1]);
    assert.notEqual(second[0], first[0]);
    for (const reader of readers) await reader.cancel();
  });

  it('says that the server does not answer while it does not', async () => {
    const broken = createDevProxy(() => Promise.reject(new Error('it ended with 1')));
    const address = await listening(broken.server);
    const response = await ask(address, { headers: AS_PAGE });
    assert.equal(response.status, 502);
    assert.match(response.text, /it ended with 1/);
    broken.server.close();
  });
});

/**
 * As a browser's navigation does, which `fetch` cannot: with `Sec-Fetch-Dest`.
 * @param {string} url
 * @param {{method?: string, headers?: Record<string, string>, body?: string}} [options]
 */
async function ask(url, { method = 'GET', headers = {}, body } = {}) {
  const outgoing = request(url, { method, headers, agent: false });
  outgoing.end(body);
  const [response] = await once(outgoing, 'response');
  const chunks = [];
  for await (const chunk of response) chunks.push(chunk);
  return { status: response.statusCode, headers: response.headers, text: Buffer.concat(chunks).toString() };
}

test('a page without a head has the script at its end', () => {
  assert.equal(withScript('<p>one'), '<p>one<script type="module" src="/dev/reload.js"></script>');
  assert.match(withScript('<HEAD></HEAD>'), /<HEAD><script .*<\/HEAD>/);
});

test('what is changed decides what is done', () => {
  assert.deepEqual(consequences(['www/demo/dashboard.css']), { build: false, restart: false });
  assert.deepEqual(consequences(['www/server/app.js']), { build: false, restart: true });
  assert.deepEqual(consequences(['www/element/shell.js', 'www/server/app.js']), { build: true, restart: true });
  assert.deepEqual(consequences(['www/element/dashboard/types.js']), { build: true, restart: true });
  assert.deepEqual(consequences(['www/element/shell.js']), { build: true, restart: false });
  for (const path of ['src/lib.rs', 'Cargo.toml', 'Cargo.lock']) assert.deepEqual(consequences([path]), { build: true, restart: false });
});

test('changes come in batches, one after the other, without what editors leave beside files', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'watch-'));
  mkdirSync(join(folder, 'src/inner'), { recursive: true });
  writeFileSync(join(folder, 'Cargo.toml'), 'one');
  const batches = [];
  let underWay = 0;
  let wake;
  const nextBatch = () => new Promise((resolve) => {
    wake = resolve;
  });
  const unwatch = watch(['src', 'Cargo.toml'], async (changed) => {
    assert.equal(underWay, 0, 'one batch at a time');
    underWay += 1;
    batches.push(changed);
    wake();
    await new Promise((resolve) => setTimeout(resolve, 150));
    underWay -= 1;
  }, folder);
  try {
    let batch = nextBatch();
    for (const name of ['src/inner/a.rs', 'src/b.rs', 'src/.b.rs.swp', 'src/b.rs~', 'src/4913']) writeFileSync(join(folder, name), 'x');
    await batch;
    assert.deepEqual(batches, [['src/b.rs', 'src/inner/a.rs']]);
    batch = nextBatch();
    writeFileSync(join(folder, 'Cargo.toml'), 'two');
    await batch;
    assert.deepEqual(batches[1], ['Cargo.toml']);
  } finally {
    unwatch();
    rmSync(folder, { recursive: true });
  }
});
