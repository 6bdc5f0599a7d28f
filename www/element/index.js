/** Registers `<events-stats-widget>`. Without registration: `./element.js`. */
import { defineElement } from './shared.js';

export * from './shared.js';

defineElement();
