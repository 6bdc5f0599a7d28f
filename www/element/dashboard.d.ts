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
  /** Its charts, tables and numbers, in the order they are read in; texts and what is not drawn are none of them. */
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
  | 'filters' | 'nothing' | 'cannotShow' | 'loading' | 'retry' | 'project' | 'environment' | 'release' | 'filter'
  | 'signedOut' | 'forbidden' | 'notFound' | 'tooManyRequests'
  | 'all' | 'none' | 'apply' | 'reset' | 'noneIsAll' | 'oneALine' | 'noChoices' | 'cannotChoose'
  | 'only' | 'openInSentry' | 'emptyText' | 'text'
  | 'typeAgents' | 'typeAppSize' | 'typeClicks' | 'typeDetails' | 'typeHeatmap' | 'typeIssues' | 'typeMetrics'
  | 'typeReleaseHealth' | 'typeServerTree' | 'typeUnknown' | 'typeWheel' | 'typeWorldMap';

/** What all widgets ask within: ids of projects, names of environments and releases, search texts. */
export interface DashboardFilters { project: string[]; environment: string[]; release: string[]; filter: string[] }

/** Registers the element, and the widgets that it is made of; a second time under the same name it does nothing. */
export function defineDashboard(name?: string): typeof EventsStatsDashboard;

/** Its own events; those of its widgets bubble through it. */
export interface EventsStatsDashboardEventMap {
  /** Another dashboard is shown. */
  'events-stats-dashboard': CustomEvent<{ id: string; title: string; widgets: number }>;
  /** The viewer chose filters, or went back to the dashboard's own. */
  'events-stats-filters': CustomEvent<DashboardFilters>;
}

declare global {
  interface HTMLElementTagNameMap {
    'events-stats-dashboard': EventsStatsDashboard;
  }
  interface HTMLElementEventMap extends EventsStatsDashboardEventMap {}
  /** They bubble, so a page may listen at its document or its window as well. */
  interface DocumentEventMap extends EventsStatsDashboardEventMap {}
  interface WindowEventMap extends EventsStatsDashboardEventMap {}
}
