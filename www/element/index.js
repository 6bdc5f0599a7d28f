/** Registers `<events-stats-widget>`. Without registration: `./element.js`. */
import { defineElement } from './element.js';

export * from './element.js';

defineElement();
