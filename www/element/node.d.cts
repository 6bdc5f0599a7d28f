/** The package for `require` in programs without the DOM's types. */
import type * as own from './node.js' with { 'resolution-mode': 'import' };

export type * from './node.js' with { 'resolution-mode': 'import' };

export const clearStore: typeof own.clearStore;
export const configure: typeof own.configure;
export const defineElement: typeof own.defineElement;
export const EventsStatsError: typeof own.EventsStatsError;
export type EventsStatsError = own.EventsStatsError;
export const EventsStatsWidget: typeof own.EventsStatsWidget;
export const init: typeof own.init;
export const metrics: typeof own.metrics;
export const recordMetric: typeof own.recordMetric;
export const renderSvg: typeof own.renderSvg;
export const version: typeof own.version;
