'use strict';
/**
 * What `require` gives where Node cannot load a module that way (before 20.19 and 22.12): what answers by a promise. The
 * rest is an error that says how to come by it. Later versions give the module itself.
 */
const load = () => import('./node.js');

for (const name of ['init', 'renderSvg', 'clearStore']) {
  exports[name] = async (...given) => (await load())[name](...given);
}

for (const name of ['configure', 'defineElement', 'EventsStatsError', 'EventsStatsWidget', 'metrics', 'recordMetric', 'version']) {
  Object.defineProperty(exports, name, {
    get() {
      const error = new Error(`\`${name}\` cannot be had by require() in this version of Node: expected \`const { ${name} } = await import('events-stats-widget')\`, or Node 20.19, 22.12 or newer, found require() in Node ${process.version}.`);
      throw Object.assign(error, { name: 'EventsStatsError', code: 'require' });
    },
  });
}
