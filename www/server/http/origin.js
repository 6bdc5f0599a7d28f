/** What this server is called by whoever asks. */

/** @param {import('fastify').FastifyRequest} request @returns {string} this server as that client names it: the name was checked, the one that a proxy adds was not */
export const originOf = (request) => `${request.protocol === 'https' ? 'https' : 'http'}://${request.headers.host}`;
