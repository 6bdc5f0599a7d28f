/** The package in Node, for programs without the DOM's types: pictures of answers, and metrics. */
import type { MetricsOptions, ModuleSource } from './data.js';

export * from './data.js';

/** Reads the module from disk now, or takes it from where it is said to be. */
export function init(input?: ModuleSource | PromiseLike<ModuleSource>, late?: ModuleSource | PromiseLike<ModuleSource>): Promise<void>;

/** Sets options for the whole program; throws for an unknown key. Those of pages are in the types of `events-stats-widget`. */
export function configure(options: { metrics?: MetricsOptions; palette?: string[] | Record<string, string> }): void;

/** The element's class, for a document made of JavaScript; with its members it is in the types of `events-stats-widget`. */
export const EventsStatsWidget: abstract new () => object;

/** Registers the element where there is a registry. */
export function defineElement(name?: string): typeof EventsStatsWidget;
