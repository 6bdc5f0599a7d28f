/**
 * One line a request: method, path, names of the query's parameters, status, time.
 * Values of the query and all headers stay out, since either may hold a secret.
 */
import fp from 'fastify-plugin';

/**
 * @param {{write?: (line: string) => void}} [options]
 * @returns {import('fastify').FastifyPluginAsync}
 */
export const requestLog = ({ write = console.log } = {}) => fp(async (app) => {
  app.addHook('onResponse', async (request, reply) => {
    write(`${request.method} ${address(request.url)} ${reply.statusCode} ${reply.elapsedTime.toFixed(1)} ms`);
  });
  app.addHook('onRequestAbort', async (request) => {
    write(`${request.method} ${address(request.url)} given up by the client`);
  });
}, { name: 'request-log' });

/** @param {string} url */
export function address(url) {
  const [path, query = ''] = splitOnce(url, '?');
  const names = [...new Set([...new URLSearchParams(query).keys()])];
  // Whoever holds the token of a share link may read what it shares, also where it stands in an address that was mistyped.
  const open = path.replace(/^\/s\/[^/]+/, '/s/(token)').replace(/[\w-]*ey[\w-]+\.[\w-]+\.[\w-]+/g, '(token)');
  const shown = names.length > 0 ? `${open}?${names.map(encodeURIComponent).join('&')}` : open;
  // A raw control character would let a request write lines of its own.
  return shown.replace(/[^\x21-\x7e]/g, encodeURIComponent).slice(0, 300);
}

/** @param {string} text @param {string} separator */
function splitOnce(text, separator) {
  const at = text.indexOf(separator);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)];
}
