/** What a client may take of the server: sizes in bytes, times in milliseconds. */
export const SERVER_LIMITS = Object.freeze({
  bodyLimit: 1024 * 1024,
  /** For the whole request to arrive. */
  requestTimeout: 30_000,
  /** Without any byte in either direction. */
  connectionTimeout: 120_000,
  // A request without a host is refused in words by host-check.js.
  http: { maxHeaderSize: 32 * 1024, headersTimeout: 15_000, requireHostHeader: false },
});

/**
 * Connections that wait to be taken, while the server is busy with others: a hundred walls that load at once open six
 * each, and one that finds no place is tried again a second later, or given up. The system may allow fewer.
 */
export const BACKLOG = 4096;
