/** The dashboard's own texts by name, in English; `words` replaces them. */

/** @typedef {import('../dashboard.js').DashboardWordName} Word */

/** @type {Record<Word, string>} */
export const WORDS = {
  range: 'Range', refresh: 'Refresh', fullScreen: 'Full screen', leaveFullScreen: 'Leave full screen', saved: '{range} (saved)', fixed: 'Fixed dates',
  next: 'Next dashboard', pause: 'Pause rotation', resume: 'Resume rotation', place: '{place} of {count}', filters: 'Filters', nothing: 'This dashboard has no widgets.',
  cannotShow: 'This dashboard cannot be shown', loading: 'Loading…', retry: 'Retry', project: 'project', environment: 'environment',
  signedOut: 'You are not signed in', forbidden: 'Permission denied', notFound: 'Not found', tooManyRequests: 'Too many requests',
};

/** What says a refusal, by its status, as widgets say it. @type {Record<number, Word | undefined>} */
export const REFUSALS = { 401: 'signedOut', 403: 'forbidden', 404: 'notFound', 429: 'tooManyRequests' };
