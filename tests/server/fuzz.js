/** Hostile requests to any route, as bytes on the wire: addresses, queries, headers, encodings and bodies. One seed makes one sequence. */
import { seeded } from './random-walk.js';

const VALUES = [
  '', '0', '1', '-1', '7', '24h', '999999999999', '1e308', 'NaN', '2026-01-14T10:00:00', '9999-12-31', '%00', '%0d%0aX-Evil:1', '%c0%af', '%ff', '%F0%9F%8E%89', '%E2%80%AE', '%zz', '%', '..', '%2e%2e', '%2e%2e%2f%2e%2e%2fetc%2fpasswd', '..%5c',
  '%3Cscript%3E', "'%20OR%201=1--", '%22', '%5B%5D', '%7B%7D', '__proto__', 'constructor', 'toString', 'null', 'undefined', 'true', 'a'.repeat(300), '9'.repeat(400), '%28'.repeat(2000), 'x*'.repeat(300), 'count()', 'equation%7Ccount()%2F0', 'light', 'auto', 'previous', '1w', '90d', '99999w',
  'de-AT', 'x-y-z', 'Mars/Base', 'Europe/Vienna', '100', '2000', '3', '1.5', 'http://127.0.0.1/embed/demo/1', 'http%3A%2F%2Fevil.example%2Fembed%2Fdemo%2F1%2F1', 'http://[::1', 'file:///etc/passwd', 'javascript:alert(1)', 'json', 'xml', 'level:error', 'is:unresolved', 'session.status:crashed', 'sum(session)', 'crash_free_rate(user)', 'session.status', 'release', 'freq', 'release.timestamp', 'discover', 'spans', 'metricsEnhanced', '%EF%80%8DContains%EF%80%8Dx',
];
const NAMES = [
  'theme', 'range', 'refresh', 'compare', 'locale', 'timezone', 'width', 'height', 'scale', 'url', 'maxwidth', 'maxheight', 'format', 'query', 'yAxis', 'field', 'groupBy', 'sort', 'orderby', 'topEvents', 'per_page', 'cursor', 'dataset', 'project', 'environment', 'interval', 'start', 'end',
  'statsPeriod', 'statsPeriodStart', 'statsPeriodEnd', 'comparisonDelta', 'excludeOther', 'partial', 'limit', 'orderBy', 'includeSeries', 'includeTotals', 'groupStatsPeriod', 'collapse', 'dashboardWidgetId', 'referrer', 'statsd_host', 'statsd_port', '__proto__', 'constructor', 'x-test-fault', '', '%zz', 'a%5B%5D', 'a%5Bb%5D', 'token', 'key',
];
/** @type {Array<[name: string, values: string[]]>} */
const HEADERS = [
  ['Accept-Encoding', ['br', 'gzip', 'gzip;q=0, *', '*', 'br;q=x', ',,,', 'identity;q=0', 'deflate', '\x80']], ['Content-Encoding', ['gzip', 'br', 'foo', 'gzip, gzip', '']], ['If-None-Match', ['*', '"x"', 'W/"x"', '"', ',', '"a'.repeat(50)]],
  ['Range', ['bytes=0-1', 'bytes=-1', 'bytes=9-1', 'x']], ['Authorization', ['Bearer ', 'Bearer x', 'Basic eA==', 'Bearer \x00', 'Bearer a b', 'Digest']], ['Cookie', ['a=b', '=;=', '\xff']], ['Origin', ['null', 'https://evil.example', 'http://', 'x', '', 'http://[::1', 'file://']],
  ['Referer', ['x', 'http://evil.example/']], ['X-Forwarded-For', ['1.2.3.4', 'x', ',', '::', '1.2.3.4, 5.6.7.8', '999.1.1.1']], ['X-Forwarded-Proto', ['https', 'x y', 'javascript', ',']], ['X-Forwarded-Host', ['evil.example', 'a b', '', '[::']], ['Forwarded', ['for=x;host=y']],
  ['Accept', ['*/*', 'x', 'application/json;q=2']], ['Connection', ['close', 'upgrade']], ['Upgrade', ['websocket', 'h2c']], ['Expect', ['100-continue']], ['X-Test-Fault', ['status=500', 'silence']], ['X-HTTP-Method-Override', ['PUT', 'DELETE']], ['X-Original-URL', ['/metrics']],
  ['Access-Control-Request-Method', ['PUT', '\xff', '']], ['Access-Control-Request-Headers', ['a, b', 'a:b', '\x01']], ['Cache-Control', ['no-cache', 'max-age=x']], ['Host', ['127.0.0.1', '127.0.0.1:99999', 'localhost', 'xn--a.localhost', '..localhost', '[::1]', '[::1]:0', '', 'evil.example', 'a b', '127.0.0.1:x', '127.0.0.1#', 'user@127.0.0.1']],
];
const TYPES = ['application/json', 'application/json; charset=utf-16', 'application/json; charset="', 'text/plain', 'application/octet-stream', 'multipart/form-data; boundary=x', 'application/x-www-form-urlencoded', 'application/xml', 'x', '/', 'application/json, text/plain', '\x80', 'text/plain; =', ';'];
const BODIES = [
  '', '{}', '[]', 'null', '1', '"x"', '{', '{"title":', '{"__proto__":{"x":1}}', '{"constructor":{"prototype":{"x":1}}}', '[['.repeat(5000), `{"title":"${'x'.repeat(5000)}"}`, '\x00\xff\xfe', '\xef\xbb\xbf{}', 'sentry.widget.cache.hits:1|c', 'sentry.widget.cache.hits:1|c\n'.repeat(3000), '_e{1,1}:a|b', 'x:NaN|c',
  '{"org":"demo","dashboard":"1","days":1}', '{"org":"demo","dashboard":"1","widget":"1","days":1e99}', '{"org":"demo","dashboard":"1","days":1,"ranges":["24h","24h",1]}', '{"org":{},"dashboard":[],"days":"x","ranges":{"length":1}}', '{"org":"demo","dashboard":"1","days":1,"compare":"9999y"}',
  '{"title":"Mine","widgets":[null]}', '{"title":"Mine","widgets":[{"queries":[{}]}]}', '{"title":"Mine","widgets":{"length":5}}', '{"title":{},"widgets":"x"}', '{"widgets":[{"id":"1","title":1,"displayType":"x","queries":[null]}]}', '{"title":"Mine","widgets":[{"title":"a","displayType":"line","interval":{},"layout":[],"thresholds":1,"queries":[{"fields":[1],"aggregates":null,"columns":"x","conditions":{},"orderby":[]}]}]}',
  '{"title":"\\ud800","filters":{"release":[{}]},"projects":["x"],"environment":{},"period":1,"start":"x","end":[]}',
];
const METHODS = ['GET', 'GET', 'GET', 'GET', 'HEAD', 'POST', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'SEARCH', 'QUERY', 'FOO', 'get'];
/** What fits where it stands, so that not everything ends at the first check. @type {Record<string, string[]>} */
const FITTING = { ':organization': ['demo', 'acme'], ':org': ['demo', 'acme'], ':dashboard': ['1', '2', '7'], ':widget': ['1', '2', '8'], ':file': ['1.png', '2.svg', '3.csv', '8.csv', '1.gif'] };
const REST = ['index.js', 'dashboard.js', '', 'wasm/x', 'healthz', '%2e%2e/package.json', '.env', 'a/../b', 'chart.png', 'api/0/organizations/demo/events-stats/', '0/organizations/acme/events-stats/', '0/organizations/acme/issues/', '0/organizations/acme/sessions/', '0/organizations/acme/dashboards/7/'];

export class Fuzz {
  /** @param {number} seed @param {string[]} routes as they are registered @param {string[]} tokens of links @param {string} key */
  constructor(seed, routes, tokens, key) {
    this.random = seeded(seed);
    this.routes = routes;
    this.tokens = tokens;
    this.key = key;
  }

  /** @template T @param {ReadonlyArray<T>} items @returns {T} */
  pick(items) {
    return items[Math.floor(this.random() * items.length)];
  }

  /** @param {number} share */
  chance(share) {
    return this.random() < share;
  }

  /** @param {string} pattern of a route */
  path(pattern) {
    const parts = pattern.split('/').map((part) => {
      if (part === '*') return pattern.startsWith('/s/') ? `${this.pick([...this.tokens, 'x', this.pick(VALUES)])}${this.pick(['', '/', '/chart.png', '/chart.csv', '/api/0/organizations/demo/events-stats/', '/api/0/organizations/demo/issues/', '/api/0/organizations/demo/sessions/', '/api/0/organizations/demo/dashboards/1/', `/${this.pick(VALUES)}`])}` : this.pick([...REST, ...VALUES]);
      return part.startsWith(':') && this.chance(0.8) ? this.pick(FITTING[part]) : part.startsWith(':') ? this.pick(VALUES) : part;
    });
    const path = parts.join('/');
    return this.chance(0.03) ? `${path.slice(0, 3)}${this.pick(VALUES)}${path.slice(3)}` : path;
  }

  query() {
    const pairs = Array.from({ length: Math.floor(this.random() ** 2 * 8) }, () => `${this.pick(NAMES)}=${this.pick(VALUES)}`);
    return pairs.length === 0 ? this.pick(['', '', '?', '?&&&=', '#x']) : `?${pairs.join('&')}`;
  }

  /** @returns {Buffer} a request */
  request() {
    const [own, pattern] = this.pick(this.routes).split(' ');
    const method = this.chance(0.7) ? own : this.pick(METHODS);
    const hasBody = this.chance(['POST', 'PUT', 'PATCH'].includes(method) ? 0.95 : 0.05);
    const body = hasBody ? this.pick(BODIES) : '';
    const lines = [`${method} ${this.path(pattern)}${this.query()} HTTP/1.${this.chance(0.02) ? '0' : '1'}`];
    if (!this.chance(0.03)) lines.push(`Host: ${this.chance(0.93) ? '127.0.0.1' : this.pick(/** @type {any} */ (HEADERS.at(-1))[1])}`);
    for (let more = Math.floor(this.random() ** 2 * 5); more > 0; more--) {
      const [name, values] = this.pick(HEADERS);
      lines.push(`${name}: ${this.pick(values)}`);
    }
    if (this.chance(0.5)) lines.push(`Authorization: Bearer ${this.key}`);
    if (hasBody || this.chance(0.05)) lines.push(`Content-Type: ${this.chance(0.7) ? 'application/json' : this.pick(TYPES)}`);
    if (hasBody) lines.push(this.pick([`Content-Length: ${Buffer.byteLength(body, 'latin1')}`, `Content-Length: ${Buffer.byteLength(body, 'latin1')}`, `Content-Length: ${Buffer.byteLength(body, 'latin1')}`, 'Transfer-Encoding: chunked', 'Content-Length: -1', 'Content-Length: x']));
    const isChunked = lines.includes('Transfer-Encoding: chunked');
    const sent = isChunked ? this.pick([`${Buffer.byteLength(body, 'latin1').toString(16)}\r\n${body}\r\n0\r\n\r\n`, 'zz\r\n']) : body;
    return Buffer.from(`${[...lines, 'Connection: close'].join('\r\n')}\r\n\r\n${sent}`, 'latin1');
  }
}
