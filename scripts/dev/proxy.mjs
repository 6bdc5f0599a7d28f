/**
 * Stands before the server while one works on it: passes everything on, and puts one script into
 * pages, which loads them again when told to. So the server itself knows nothing of development,
 * and the policy of its pages stays as it is: the script and its events are of the page's own origin.
 */
import { readFileSync } from 'node:fs';
import { createServer, request as askUpstream } from 'node:http';

const SCRIPT = new URL('./reload.js', import.meta.url);
const TAG = '<script type="module" src="/dev/reload.js"></script>';

/**
 * @typedef {object} DevProxy
 * @property {import('node:http').Server} server listens nowhere yet
 * @property {() => void} reload loads every page again that is open now
 */

/**
 * @param {() => Promise<string> | string} upstream where the server answers now, as `http://host:port/`
 * @returns {DevProxy}
 */
export function createDevProxy(upstream) {
  /** @type {Set<import('node:http').ServerResponse>} */
  const listeners = new Set();
  const start = Date.now();
  let reloads = 0;
  const version = () => `event: version\ndata: ${start}-${reloads}\n\n`;

  const server = createServer((request, response) => {
    if (request.url === '/dev/reload.js') return answerScript(response);
    if (request.url === '/dev/events') return listen(response);
    passOn(request, response, upstream).catch((error) => answerError(response, error));
  });
  server.on('close', () => listeners.forEach((response) => void response.end()));

  /** @param {import('node:http').ServerResponse} response */
  function listen(response) {
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    response.write(version());
    listeners.add(response);
    response.on('close', () => listeners.delete(response));
  }

  return {
    server,
    reload() {
      reloads += 1;
      for (const response of listeners) response.write(version());
    },
  };
}

/** @param {import('node:http').ServerResponse} response */
function answerScript(response) {
  response.writeHead(200, { 'content-type': 'text/javascript; charset=utf-8', 'cache-control': 'no-store' });
  response.end(readFileSync(SCRIPT));
}

/**
 * @param {import('node:http').IncomingMessage} request
 * @param {import('node:http').ServerResponse} response
 * @param {() => Promise<string> | string} upstream
 */
async function passOn(request, response, upstream) {
  const headers = { ...request.headers };
  const isPage = headers['sec-fetch-dest'] === 'document';
  if (isPage) {
    // A page has to come whole and as text.
    for (const name of ['accept-encoding', 'if-none-match', 'if-modified-since']) delete headers[name];
  }
  const outgoing = askUpstream(new URL(request.url ?? '/', await upstream()), { method: request.method, headers });
  outgoing.on('error', (error) => answerError(response, error));
  response.on('close', () => outgoing.destroy());
  outgoing.on('response', (incoming) => {
    const isHtml = incoming.headers['content-type']?.startsWith('text/html');
    if (isPage && isHtml && request.method === 'GET') return answerPage(incoming, response);
    response.writeHead(incoming.statusCode ?? 502, incoming.rawHeaders);
    incoming.pipe(response);
  });
  request.pipe(outgoing);
}

/**
 * @param {import('node:http').IncomingMessage} incoming
 * @param {import('node:http').ServerResponse} response
 */
async function answerPage(incoming, response) {
  try {
    const chunks = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const page = Buffer.from(withScript(Buffer.concat(chunks).toString()));
    const { etag, 'last-modified': modified, 'transfer-encoding': encoding, ...headers } = incoming.headers;
    response.writeHead(incoming.statusCode ?? 200, { ...headers, 'cache-control': 'no-store', 'content-length': page.length });
    response.end(page);
  } catch (error) {
    answerError(response, error);
  }
}

/** @param {string} html */
export function withScript(html) {
  const end = html.search(/<\/head>/i);
  return end === -1 ? html + TAG : html.slice(0, end) + TAG + html.slice(end);
}

/** @param {import('node:http').ServerResponse} response @param {unknown} error */
function answerError(response, error) {
  if (response.headersSent) return response.destroy();
  response.writeHead(502, { 'content-type': 'text/plain; charset=utf-8' });
  response.end(`The server does not answer: ${error instanceof Error ? error.message : error}\n`);
}
