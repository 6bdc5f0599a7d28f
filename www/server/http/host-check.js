/**
 * Refuses requests that name another host: a page whose domain name is made to
 * point at this machine (DNS rebinding) would otherwise be same-origin with it.
 */
import { isIP } from 'node:net';
import fp from 'fastify-plugin';

const LOOPBACK = new Set(['localhost', '127.0.0.1', '::1']);

/** @param {string} host a host name or address, without a port */
export function isLoopback(host) {
  const name = host.toLowerCase().replace(/^\[(.*)\]$/, '$1');
  return LOOPBACK.has(name) || name.endsWith('.localhost') || /^127(?:\.\d{1,3}){3}$/.test(name);
}

/**
 * @param {string|undefined} header the Host header
 * @returns {string|null} the name or address in it, lower case and without brackets; null if it is none
 */
export function hostName(header) {
  // No port is above 65535, and not all names of these letters are names.
  if (!URL.canParse(`http://${header}`)) return null;
  const [, bracketed, plain] = /^(?:\[([0-9a-f:.]+)\]|([a-z0-9._-]+))(?::\d{1,5})?$/i.exec(header ?? '') ?? [];
  const name = bracketed ?? plain;
  return name === undefined ? null : name.toLowerCase();
}

/**
 * By `rawHeaders`, since requests that the server makes to itself, for pictures and share links, have no `headersDistinct`.
 * @param {import('node:http').IncomingMessage} request @returns {string[]} names of its headers as they were sent
 */
const namesOf = ({ rawHeaders }) => rawHeaders.filter((_, index) => index % 2 === 0).map((name) => name.toLowerCase());

/**
 * @param {{listenHost?: string, allowedHosts?: string[]}} [options] `listenHost` is the address
 *   listened on, `allowedHosts` names under which the server may be reached besides
 * @returns {import('fastify').FastifyPluginAsync}
 */
export const hostCheck = ({ listenHost = '127.0.0.1', allowedHosts = [] } = {}) => fp(async (app) => {
  const named = new Set([...allowedHosts, listenHost].map((host) => host.toLowerCase()));
  // An address cannot be rebound, only a name can; on a loopback address no other makes sense.
  const addresses = !isLoopback(listenHost);
  app.addHook('onRequest', async (request, reply) => {
    // A whole address names a host of its own, and so would a second header: a proxy might have gone by that.
    if (!request.url.startsWith('/') || namesOf(request.raw).filter((name) => name === 'host').length > 1) {
      return reply.code(400).send({ detail: 'Expected a path and one host.' });
    }
    const host = hostName(request.headers.host);
    if (host !== null && (isLoopback(host) || named.has(host) || (addresses && isIP(host) !== 0))) return;
    return reply.code(403).send({ detail: 'This server does not answer for that host. ALLOWED_HOSTS names the hosts it answers for.' });
  });
}, { name: 'host-check' });
