/** All texts in one language. */
import type { DashboardWordName } from '../dashboard.js';
import type { WordName } from '../index.js';

/** The widgets' texts, for `configure({ words })`. */
export const words: { readonly [Name in WordName]: string };
/** The texts of a dashboard, for its property `words`. */
export const dashboardWords: { readonly [Name in DashboardWordName]: string };
