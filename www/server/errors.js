/**
 * The errors an answer can carry, as Sentry words them: a status and a `detail` text.
 * Not here: how they are written to the wire (`app.js`).
 */

/** An answer that is not 200. `detail` becomes `{"detail": ...}`. */
export class ApiError extends Error {
  /** @param {number} statusCode @param {string} detail */
  constructor(statusCode, detail) {
    super(detail);
    this.name = 'ApiError';
    this.statusCode = statusCode;
    /** Headers that the answer has besides. @type {Record<string, string>} */
    this.headers = {};
  }
}

/** A parameter that is wrong (Sentry: ParseError). */
export class ParseError extends ApiError {
  /** @param {string} detail */
  constructor(detail) {
    super(400, detail);
    this.name = 'ParseError';
  }
}

/** A search, a field or a function that is wrong (Sentry: InvalidSearchQuery). */
export class InvalidSearchQuery extends ApiError {
  /** @param {string} detail */
  constructor(detail) {
    super(400, detail);
    this.name = 'InvalidSearchQuery';
  }
}

/** The database could not run a query (Sentry: SnubaError). */
export class QueryError extends ApiError {
  /** @param {unknown} cause @param {number} [statusCode] @param {string} [detail] */
  constructor(cause, statusCode = 500, detail = 'Internal error. Your query failed to run.') {
    super(statusCode, detail);
    this.name = 'QueryError';
    this.cause = cause;
  }
}

/** The query itself is at fault: a value that its column cannot be compared with (Sentry: QueryIllegalTypeOfArgument). @param {unknown} cause */
export const queryRefused = (cause) => new QueryError(cause, 400, 'Invalid query. Argument to function is wrong type.');

/** @param {string} [detail] */
export const notFound = (detail = 'The requested resource does not exist') => new ApiError(404, detail);

/** @returns {ApiError} */
export const permissionDenied = () =>
  new ApiError(403, 'You do not have permission to perform this action.');

/** @returns {ApiError} the database has all the work that it takes on */
export const tooManyQueries = () => new ApiError(503, 'Too many queries are waiting for the database. Please try again.');

/** A query that took too long or too much memory; the line ends around the text are Sentry's. */
export const queryTimeout = () => new ApiError(400, `
Query timeout. Please try again. If the problem persists try a smaller date range or fewer projects. Also consider a
filter on the transaction field if you're filtering performance data.
`);
