/** A backend of the statsd daemon: prints what it has counted as a line of JSON at each flush. */
exports.init = (startupTime, config, events) => {
  events.on('flush', (timestamp, { counters, gauges, timers }) => {
    console.log(JSON.stringify({ counters, gauges, timers }));
  });
  return true;
};
