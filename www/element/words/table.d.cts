/** All texts in one language, for `require`. */
import type { DashboardWordName } from '../dashboard.js' with { 'resolution-mode': 'import' };
import type { WordName } from '../index.js' with { 'resolution-mode': 'import' };

/** The widgets' texts, for `configure({ words })`. */
export const words: { readonly [Name in WordName]: string };
/** The texts of a dashboard, for its property `words`. */
export const dashboardWords: { readonly [Name in DashboardWordName]: string };
