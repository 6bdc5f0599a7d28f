/** The dashboard for `require`. */
import type * as own from './dashboard.js' with { 'resolution-mode': 'import' };

export type * from './dashboard.js' with { 'resolution-mode': 'import' };

export const defineDashboard: typeof own.defineDashboard;
export const EventsStatsDashboard: typeof own.EventsStatsDashboard;
export type EventsStatsDashboard = own.EventsStatsDashboard;
