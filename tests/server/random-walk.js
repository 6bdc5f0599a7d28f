/**
 * Requests made up by a grammar: functions, columns, equations, searches, ranges, intervals, orders, and texts that
 * are none of them. One seed makes one sequence, so a failure can be walked to again.
 */

/** @param {number} seed @returns {() => number} in [0, 1) (mulberry32) */
export function seeded(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

export const FIELDS = [
  'id', 'timestamp', 'timestamp.to_hour', 'timestamp.to_day', 'event.type', 'type', 'platform', 'platform.name', 'project',
  'project.name', 'project.id', 'project_id', 'issue', 'issue.id', 'level', 'message', 'title', 'culprit', 'location',
  'error.type', 'error.value', 'error.handled', 'error.unhandled', 'release', 'release.version', 'release.package',
  'release.build', 'release.stage', 'dist', 'environment', 'user', 'user.id', 'user.email', 'user.username', 'user.ip',
  'user.display', 'browser', 'os', 'url', 'trace', 'transaction', 'transaction.op', 'transaction.duration',
  'transaction.status', 'http.method', 'http.status_code', 'device.charging', 'measurements.lcp', 'measurements.cls',
  'measurements.custom', 'measurements.heap', 'measurements.frames_slow_rate', 'measurements.score.lcp', 'spans.http',
  'customer', 'tags[customer]', 'tags[odd tag]', 'tags[level]', 'tags[]', 'nothing', '__proto__', 'constructor', '', '*', '?',
];
const FUNCTIONS = [
  'count', 'count_unique', 'count_if', 'failure_count', 'failure_rate', 'apdex', 'count_miserable', 'user_misery', 'epm', 'eps',
  'tpm', 'tps', 'spm', 'sps', 'p50', 'p75', 'p90', 'p95', 'p99', 'p100', 'percentile', 'avg', 'min', 'max', 'any', 'sum', 'last_seen',
  'latest_event', 'to_other', 'stddev', 'var', 'cov', 'corr', 'count_at_least', 'percentile_range', 'count_web_vitals',
  'performance_score', 'http_error_count', 'http_error_rate', 'sum_if', 'avg_if', 'nope', 'hasOwnProperty',
];
const NUMERIC = ['transaction.duration', 'measurements.lcp', 'measurements.custom', 'measurements.heap', 'spans.http', 'project.id', 'measurements.cls'];

const SHARED_BY_ITEMS = [
  'id', 'timestamp', 'trace', 'project', 'project.name', 'project.id', 'release', 'release.version', 'release.stage', 'environment', 'browser.name',
  'customer', 'tags[customer]', 'tags[size,number]', 'tags[size, number]', 'tags[on,boolean]', 'issue', 'error.handled', 'level', 'nothing', '__proto__', '', '*', 'tags[]',
];
const OVER_NUMBERS = ['sum', 'avg', 'min', 'max', 'p50', 'p75', 'p90', 'p95', 'p99', 'count', 'count_unique', 'nope', 'hasOwnProperty', 'apdex', 'count_if'];

/** @typedef {{fields: string[], functions: string[], numeric: string[]}} Vocabulary */

/** What may be asked of each kind of data set; events are asked more often. @type {Record<string, Vocabulary & {datasets: string[]}>} */
const VOCABULARIES = {
  event: { datasets: ['discover', 'errors', 'transactions', 'metricsEnhanced', 'metrics', 'errors', 'nothing', ''], fields: FIELDS, functions: FUNCTIONS, numeric: NUMERIC },
  span: {
    datasets: ['spans'], numeric: ['span.duration', 'span.self_time', 'measurements.lcp', 'spans.http', 'tags[size,number]', 'project.id'],
    fields: [
      ...SHARED_BY_ITEMS, 'span.op', 'span.category', 'span.description', 'message', 'span.duration', 'span.self_time', 'span.status', 'span.status_code',
      'trace.status', 'transaction', 'transaction.op', 'transaction.span_id', 'parent_span', 'is_transaction', 'cache.hit', 'user', 'user.id', 'measurements.lcp', 'spans.http',
    ],
    functions: [
      ...OVER_NUMBERS, 'p100', 'count_op', 'avg_if', 'failure_rate', 'trace_status_rate', 'http_response_rate', 'cache_miss_rate', 'epm', 'eps', 'spm', 'sps', 'tpm', 'tps',
    ],
  },
  log: {
    datasets: ['logs', 'ourlogs'], numeric: ['severity_number', 'tags[size,number]', 'project.id'], functions: [...OVER_NUMBERS, 'epm', 'eps'],
    fields: [...SHARED_BY_ITEMS, 'message', 'message.template', 'severity', 'severity_number', 'log.body', 'trace.parent_span_id'],
  },
  metric: {
    datasets: ['tracemetrics'], functions: [...OVER_NUMBERS, 'per_second', 'per_minute'],
    numeric: ['value', 'value,orders,counter,none', 'value,orders,counter,none', 'value,latency,distribution,-', 'value,queue,gauge,', 'value,,,'],
    fields: [...SHARED_BY_ITEMS, 'value', 'metric.name', 'metric.type', 'metric.unit', 'trace.parent_span_id'],
  },
};
const KINDS = ['event', 'event', 'event', 'span', 'span', 'log', 'metric'];
const CONDITIONS = ['equals', 'notEquals', 'less', 'greater', 'lessOrEquals', 'greaterOrEquals', 'like'];
const NUMBERS = ['0', '1', '-1', '0.5', '300', '1e3', '1e308', '-1e400', '9007199254740993', '99999999999999999999', '0x10', 'NaN', 'Infinity', '', '1.'];
const DATES = [
  '2026-01-14T10:00:00', '2026-01-14', '2026-01-14T12:30:00Z', '2026-01-15T14:00:00+05:30', '0001-01-01', '9999-12-31T23:59:59', '2026-02-30',
  '1969-12-31T00:00:00', '275760-09-13', '2025-06-01T00:00:00', 'yesterday', '1768384800', '2026-01-14T10:00:00.123456789',
];
const PERIODS = ['1h', '2h', '24h', '14d', '90d', '91d', '1000000d', '99999999999w', '60', '0', '1s', '-5m', 'abc', '1y', '', '999999999999999999999d'];
const TEXTS = [
  'error', 'a b', '"a b"', '"say \\"hi\\""', 'it\'s', 'A', 'ok', 'web', '*', 'a*', '*.*.*', '**', '\\*', '5', '-5', '5m', '5mb', '5%', '>5', 'true', '0', '1.2.3', '1.2.*',
  'app@1.2.3', 'app@1.2.3+45', 'latest', 'adopted', '""', '[a,b]', '[a, "b c", *]', '[1,2,3]', '[a,,b]', '[]', '-24h', '+3w', '🎉', 'é', '\u0000', '\n', '%', '\'; DROP TABLE events; --',
  `${'9'.repeat(60)}`, `${'9'.repeat(400)}`, `${'a*'.repeat(300)}`, 'transaction', '\uF00DContains\uF00Dx', '\uF00DStartsWith\uF00D[a,b]', '1e5', '2026-01-14',
];
const OPERATORS = ['', '', '', '>', '<', '>=', '<=', '=', '!='];

/** @typedef {{path: string, query: Array<[string, string]>}} WalkedRequest */

export class Walk {
  /** @param {number} seed */
  constructor(seed) {
    this.random = seeded(seed);
    this.vocabulary = VOCABULARIES.event;
  }

  /** @template T @param {ReadonlyArray<T>} items @returns {T} */
  pick(items) {
    return items[Math.floor(this.random() * items.length)];
  }

  /** @param {number} share */
  chance(share) {
    return this.random() < share;
  }

  /** @template T @param {number} most @param {() => T} make @returns {T[]} */
  some(most, make) {
    return Array.from({ length: Math.floor(this.random() * (most + 1)) }, make);
  }

  /** Text with something changed in it, now and then. @param {string} text */
  blurred(text) {
    if (!this.chance(0.06)) return text;
    const at = Math.floor(this.random() * (text.length + 1));
    return text.slice(0, at) + this.pick(['(', ')', '"', ',', '\\', '|', '[', ']', ':', '!', ' ', '\u0000', 'ü', '((((', '-']) + text.slice(at + Math.floor(this.random() * 3));
  }

  argument() {
    return this.pick([
      () => this.pick(this.vocabulary.fields), () => this.pick(this.vocabulary.fields), () => this.pick(NUMBERS), () => this.pick(CONDITIONS),
      () => this.pick(TEXTS), () => this.pick(DATES), () => this.pick(['good', 'meh', 'poor', 'any', 'bad']),
    ])();
  }

  call() {
    const name = this.pick(this.vocabulary.functions);
    // What fits, mostly: refusals of arguments alone reach little of the server.
    if (this.chance(0.35)) return this.blurred(`${name}(${this.some(4, () => this.argument()).join(this.pick([',', ', ']))})`);
    const numeric = this.pick(this.vocabulary.numeric);
    const isOfItems = this.vocabulary !== VOCABULARIES.event;
    const any = () => this.pick(this.vocabulary.fields);
    /** @type {Record<string, string[]>} */
    const fitting = {
      count_unique: [any()], count_if: [any(), this.pick(CONDITIONS), this.pick([...TEXTS, ...NUMBERS, ...DATES])], count_miserable: ['user', '300'],
      percentile: [numeric, this.pick(['0.5', '0.95', '1', '0'])], avg: [numeric], min: [this.pick([numeric, 'timestamp', 'timestamp.to_day'])], max: [this.pick([numeric, 'timestamp'])],
      any: [any()], sum: [numeric], to_other: [this.pick(['release', 'id', 'error.type', 'transaction.duration']), this.pick(TEXTS)], stddev: [numeric], var: [numeric],
      cov: [numeric, numeric], corr: [numeric, 'transaction.duration'], count_at_least: [numeric, this.pick(NUMBERS)],
      percentile_range: [numeric, '0.5', this.pick(CONDITIONS), this.pick(DATES)], count_web_vitals: [this.pick(['measurements.lcp', 'measurements.cls', numeric]), this.pick(['good', 'any', 'POOR'])],
      performance_score: [this.pick(['measurements.score.lcp', 'measurements.score.total', numeric])],
      sum_if: [numeric, any(), this.pick(CONDITIONS), this.pick(TEXTS)], avg_if: [numeric, any(), this.pick([...CONDITIONS, 'ok'])],
      epm: this.chance(0.3) ? [this.pick(NUMBERS)] : [], apdex: this.chance(0.5) ? [this.pick(NUMBERS)] : [], user_misery: this.some(3, () => this.pick(NUMBERS)),
      p50: isOfItems ? [numeric] : [], p95: this.chance(0.5) ? [numeric] : [], p99: isOfItems ? [numeric] : [], count: isOfItems ? [numeric] : [], per_minute: [numeric],
      count_op: ['db'], trace_status_rate: ['ok'], http_response_rate: [this.pick(['5', '2', '9'])],
    };
    return this.blurred(`${name}(${(Object.hasOwn(fitting, name) ? fitting[name] : []).join(',')})`);
  }

  /** @param {number} [depth] @returns {string} */
  arithmetic(depth = 0) {
    const operand = () => this.pick([
      () => this.call(), () => this.pick(NUMBERS), () => this.pick(this.vocabulary.fields), () => this.call(), () => (depth < 4 ? `(${this.arithmetic(depth + 1)})` : '1'),
    ])();
    return [operand(), ...this.some(3, () => `${this.pick([' + ', ' - ', ' * ', ' / ', '÷', '-'])}${operand()}`)].join('');
  }

  axis() {
    if (this.chance(0.2)) return this.blurred(`equation|${this.arithmetic()}`);
    if (this.chance(0.05)) return this.pick(['user_count', 'event_count', 'rubbish', '', `equation|${'('.repeat(500)}count()${')'.repeat(500)}`]);
    return this.call();
  }

  term() {
    const not = this.chance(0.3) ? '!' : '';
    return this.pick([
      () => `${not}${this.pick(this.vocabulary.fields)}:${this.pick(OPERATORS)}${this.pick(TEXTS)}`,
      () => `${not}${this.pick(this.vocabulary.fields)}:${this.pick(OPERATORS)}${this.pick([...NUMBERS, ...DATES, ...PERIODS])}`,
      () => `${not}has:${this.pick(this.vocabulary.fields)}`,
      () => `${not}"${this.pick(this.vocabulary.fields)}":${this.pick(TEXTS)}`,
      () => `${not}tags[${this.pick(['a', 'odd tag', 'size'])},${this.pick(['number', 'string'])}]:${this.pick(OPERATORS)}${this.pick(TEXTS)}`,
      () => `${not}${this.call()}:${this.pick(OPERATORS)}${this.pick([...NUMBERS, '5m', '5%', '2mb', '-1d', '2026-01-14'])}`,
      () => this.pick(TEXTS),
      () => this.pick(['is:unresolved', '()', 'message:', ':', 'timestamp:>=2026-01-14', 'issue:ONE-1', 'project:web', '!project:[web,api]']),
    ])();
  }

  /** @param {number} [depth] @returns {string} */
  search(depth = 0) {
    if (depth === 0 && this.chance(0.02)) {
      const deep = 50 + Math.floor(this.random() * 3000);
      return this.pick([
        `${'('.repeat(deep)}level:error${')'.repeat(deep)}`,
        `${'(level:error OR '.repeat(deep / 20)}level:x${')'.repeat(deep / 20)}`,
        Array.from({ length: deep / 4 }, () => 'level:error').join(' OR '),
        Array.from({ length: deep / 4 }, () => '!has:level').join(' '),
        `level:[${Array.from({ length: deep }, (_, index) => index).join(',')}]`,
        `message:${'*'.repeat(deep)}`,
      ]);
    }
    const parts = this.some(4, () => (depth < 5 && this.chance(0.2) ? `(${this.search(depth + 1)})` : this.term()));
    return this.blurred(parts.join(this.pick([' ', ' ', ' AND ', ' OR ', ' and '])));
  }

  /** @returns {Array<[string, string]>} */
  range() {
    if (this.chance(0.75)) {
      return this.pick([
        [['start', '2026-01-14T10:00:00'], ['end', '2026-01-14T16:00:00']], [['statsPeriod', '24h']], [['statsPeriod', '14d']],
        [['start', '2026-01-13T00:00:00'], ['end', '2026-01-15T00:00:00']], [['start', '2026-01-14T10:20:00'], ['end', '2026-01-14T10:21:00']],
      ]);
    }
    /** @type {Array<[string, string]>} */
    const all = [];
    if (this.chance(0.5)) all.push(['statsPeriod', this.pick(PERIODS)]);
    if (this.chance(0.5)) all.push(['start', this.pick(DATES)], ['end', this.pick(DATES)]);
    if (this.chance(0.2)) all.push(['statsPeriodStart', this.pick(PERIODS)], ['statsPeriodEnd', this.pick(PERIODS)]);
    return all;
  }

  column() {
    return this.pick([() => this.pick(this.vocabulary.fields), () => this.pick(this.vocabulary.fields), () => this.call(), () => this.axis()])();
  }

  /** @returns {WalkedRequest} */
  request() {
    this.vocabulary = VOCABULARIES[this.pick(KINDS)];
    const path = this.pick(['events-stats', 'events-stats', 'events-timeseries', 'events', 'events', 'releases/stats']);
    /** @type {Array<[string, string]>} */
    const query = this.range();
    /** @param {string} name @param {number} share @param {() => string} make */
    const maybe = (name, share, make) => { if (this.chance(share)) query.push([name, make()]); };
    const fields = this.chance(0.6) ? this.some(this.chance(0.03) ? 60 : 5, () => this.column()) : [];
    const axes = this.some(this.chance(0.03) ? 60 : 3, () => this.axis());
    maybe('interval', 0.6, () => this.pick(['1h', '5m', '1d', '30m', ...PERIODS]));
    maybe('query', 0.7, () => this.search());
    maybe('dataset', this.vocabulary === VOCABULARIES.event ? 0.5 : 1, () => this.pick(/** @type {any} */ (this.vocabulary).datasets));
    maybe('metricName', 0.02, () => this.pick(['orders', 'x', '']));
    maybe('metricType', 0.02, () => this.pick(['counter', 'x']));
    if (path === 'events' ? fields.length === 0 && this.chance(0.9) : false) fields.push('count()');
    if (path !== 'events') for (const axis of axes) query.push(['yAxis', axis]);
    for (const field of fields) query.push([path === 'events-timeseries' ? 'groupBy' : 'field', field]);
    if (path !== 'events') maybe('topEvents', fields.length > 0 ? 0.8 : 0.05, () => this.pick(['1', '3', '5', '10', '0', '11', 'a', '-1']));
    for (let count = this.some(2, () => 0).length; count > 0; count -= 1) {
      query.push([this.pick(['sort', 'sort', 'orderby']), `${this.pick(['-', ''])}${this.pick([...fields, ...axes, 'count()', 'equation[0]', 'nothing', 'timestamp'])}`]);
    }
    maybe('comparisonDelta', 0.1, () => this.pick(['86400', '3600', '-86400', '0', 'x', '9007199254740991', '-9007199254740991', '-99999999999', '7776000']));
    maybe('project', 0.15, () => this.pick(['1', '2', '-1', '99', 'x', '99999999999999999999']));
    maybe('environment', 0.15, () => this.pick(['prod', '', 'nowhere', 'a,b']));
    maybe('per_page', 0.1, () => this.pick(['1', '100', '0', '101', 'x']));
    maybe('cursor', 0.1, () => this.pick(['0:50:0', '0:999999999:0', '0:-1:0', 'x', '0:1:1']));
    maybe('dashboardWidgetId', 0.05, () => this.pick(['1', '2', 'x']));
    for (const flag of ['partial', 'excludeOther', 'withoutZerofill', 'transformAliasToInputFormat']) maybe(flag, 0.1, () => this.pick(['1', '0', 'x']));
    return { path, query };
  }
}

/** @param {WalkedRequest} request */
export const urlOf = ({ path, query }) => `/api/0/organizations/demo/${path}/?${new URLSearchParams(query)}`;
