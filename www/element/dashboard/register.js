/** Registers `<events-stats-dashboard>`, and `<events-stats-widget>` that it is made of. */
import { defineDashboard } from './dashboard-element.js';

export { defineDashboard, EventsStatsDashboard } from './dashboard-element.js';

defineDashboard();
