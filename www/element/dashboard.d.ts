/** A whole Sentry dashboard as a custom element. Importing it registers `<events-stats-dashboard>` and `<events-stats-widget>`. */
import type { EventsStatsWidget, Settled } from './index.js';

export class EventsStatsDashboard extends HTMLElement {
  /** Used instead of the page's `fetch`, by this dashboard and its widgets alone. */
  fetch: typeof globalThis.fetch | undefined;
  /** Its own texts, in place of the English ones: `dashboardWords` of `events-stats-widget/words/de` and `/ja`. */
  words: { [Name in DashboardWordName]?: string } | undefined;
  readonly state: 'idle' | 'loading' | 'ready' | 'error';
  /** Why there is no dashboard, or no newer one. */
  readonly error: { code: string; message: string; status: number | null } | null;
  /** Its widgets, in the order they are read in. */
  readonly widgets: EventsStatsWidget[];
  /** Asks for the dashboard and all its data; resolves when that is shown, or has failed. */
  get refresh(): () => Promise<Settled[]>;
  /** The attribute of that name. */
  set refresh(seconds: number | string | null | undefined);
  /** Resolves when the dashboard is there and all its widgets have settled. */
  settled(): Promise<Settled[]>;
}

/** `{range}`, `{place}` and `{count}` are filled in. */
export type DashboardWordName =
  | 'range' | 'refresh' | 'fullScreen' | 'leaveFullScreen' | 'saved' | 'fixed' | 'next' | 'pause' | 'resume' | 'place'
  | 'filters' | 'nothing' | 'cannotShow' | 'loading' | 'retry' | 'project' | 'environment'
  | 'signedOut' | 'forbidden' | 'notFound' | 'tooManyRequests';

/** Registers the element, and the widgets that it is made of; a second time under the same name it does nothing. */
export function defineDashboard(name?: string): typeof EventsStatsDashboard;

declare global {
  interface HTMLElementTagNameMap {
    'events-stats-dashboard': EventsStatsDashboard;
  }
  interface HTMLElementEventMap {
    /** Another dashboard is shown. */
    'events-stats-dashboard': CustomEvent<{ id: string; title: string; widgets: number }>;
  }
}
