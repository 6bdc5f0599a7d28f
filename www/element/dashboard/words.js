/** The dashboard's own texts by name, in English; `words` replaces them. */

/** @typedef {import('../dashboard.js').DashboardWordName} Word */

/** @type {Record<Word, string>} */
export const WORDS = {
  range: 'Range', refresh: 'Refresh', fullScreen: 'Full screen', leaveFullScreen: 'Leave full screen', saved: '{range} (saved)', fixed: 'Fixed dates',
  next: 'Next dashboard', pause: 'Pause rotation', resume: 'Resume rotation', place: '{place} of {count}', filters: 'Filters', nothing: 'This dashboard has no widgets.',
  cannotShow: 'This dashboard cannot be shown', loading: 'Loading…', retry: 'Retry', project: 'project', environment: 'environment', release: 'release', filter: 'filter',
  signedOut: 'You are not signed in', forbidden: 'Permission denied', notFound: 'Not found', tooManyRequests: 'Too many requests',
  all: 'all', none: 'none', apply: 'Apply', reset: 'Saved filters', noneIsAll: 'None checked: all', oneALine: 'One a line', noChoices: 'There is nothing to choose from.', cannotChoose: 'They cannot be listed',
  only: 'Widgets of this type are shown in Sentry alone.', openInSentry: 'Open in Sentry', emptyText: 'This text is empty.', text: 'Text',
  typeAgents: 'Traces of agents', typeAppSize: 'App size', typeClicks: 'Rage and dead clicks', typeDetails: 'Details of a span', typeHeatmap: 'Heat map', typeIssues: 'Issues',
  typeMetrics: 'Custom metrics', typeReleaseHealth: 'Release health', typeServerTree: 'Server tree', typeUnknown: 'A type that is not known here', typeWheel: 'Score wheel', typeWorldMap: 'World map',
};

/** What says a refusal, by its status, as widgets say it. @type {Record<number, Word | undefined>} */
export const REFUSALS = { 401: 'signedOut', 403: 'forbidden', 404: 'notFound', 429: 'tooManyRequests' };
