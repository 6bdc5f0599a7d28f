/**
 * The earlier period, end to end: over the reference server, from the requests to what a viewer sees.
 * SCREENSHOTS=FOLDER keeps a picture of each form, light and dark.
 */
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { launchChromium, openPage, startServer } from './harness.js';

const HOUR = 3600;
const DAY = 24 * HOUR;
/** Midnight, UTC: some days ago, so that all buckets are complete, and within retention. */
const TODAY = Math.floor(Date.now() / 1000 / DAY) * DAY - 3 * DAY;
const iso = (secs) => new Date(secs * 1000).toISOString().slice(0, 19);
const RANGE = { start: iso(TODAY), end: iso(TODAY + 4 * HOUR) };

/** Names that break out of search texts, keys, markup and addresses wherever they can. */
const HOSTILE = [
  'plain', '\\', 'say "hi"', String.raw`C:\dir\file`, String.raw`ends\\`, 'a*b', '*', '**', String.raw`x\*y`, String.raw`\"`, '"',
  'smile 🙂👩‍👩‍👧‍👦', 'שלום עולם', '\u202Ereversed', '', '[bracket, comma]', 'a,b', 'Other', '(a) OR label:plain',
  '<img src=x onerror=alert(1)>', 'it\'s 100% & more?', 'tab\there', 'two\nlines', '!plain', ' spaces ', 'x'.repeat(1800), 'ü'.repeat(900),
];
/** How often each is seen in the range, and a day before: a few are new. */
const NOW_AND_BEFORE = HOSTILE.map((name, index) => ({ name, now: 2 * (40 - index), before: index % 7 === 3 ? 0 : 40 - index + (index % 5) }));
const GONE = 'gone and forgotten';

function* events() {
  const event = (secs, more) => ({ timestamp: iso(secs), ...more });
  const within = (from, index) => from + (index * 397) % (4 * HOUR);
  for (const { name, now, before } of NOW_AND_BEFORE) {
    // A missing tag and an empty one are the same group.
    const labelled = (index) => ({ 'event.type': 'error', 'error.type': 'E', ...(name === '' && index % 2 === 0 ? {} : { tags: { label: name } }) });
    for (let index = 0; index < now; index += 1) yield event(within(TODAY, index), labelled(index));
    for (let index = 0; index < before; index += 1) yield event(within(TODAY - DAY, index), labelled(index));
  }
  for (let index = 0; index < 500; index += 1) {
    yield event(within(TODAY - DAY, index), { 'event.type': 'error', 'error.type': 'E', tags: { label: GONE } });
  }
  // Issues and lists of exceptions: 12 and 9 now, 3 each before.
  for (const [secs, counts] of [[TODAY, [12, 9]], [TODAY - DAY, [3, 3]]]) {
    for (let index = 0; index < counts[0]; index += 1) yield event(within(secs, index), { message: 'grouped', 'error.type': ['Outer', 'Inner'], issue: 'SHOP-1' });
    for (let index = 0; index < counts[1]; index += 1) yield event(within(secs, index), { message: 'grouped', 'error.type': 'E' });
  }
  // Three weeks of steady work, with the same shape for every run of the tests.
  for (let secs = TODAY - 17 * DAY, index = 0; secs < TODAY + DAY; secs += 1100, index += 1) {
    const wave = 1 + Math.sin(index / 40) / 2 + ((index * 7919) % 13) / 20;
    yield event(secs, {
      'event.type': 'transaction', transaction: `/${['cart', 'search', 'login', 'orders'][index % 4]}`,
      'transaction.duration': Math.round(200 * wave), 'transaction.status': index % 9 === 0 ? 'internal_error' : 'ok', user: { id: String(index % 37) },
    });
  }
}

const query = (more) => ({ name: '', conditions: '', orderby: '', columns: [], aggregates: ['count()'], ...more });
const widget = (displayType, queries, more = {}) => ({ title: 'Compared', displayType, widgetType: 'error-events', queries: queries.map(query), ...more });
const LABELS = { columns: ['tags[label]'], fields: ['tags[label]', 'count()'], orderby: '-count()', conditions: 'event.type:error !message:grouped' };

describe('the earlier period', () => {
  let folder;
  let server;
  let browser;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'events-stats-compare-'));
    const file = join(folder, 'events.ndjson');
    await writeFile(file, [...events()].map((event) => JSON.stringify(event)).join('\n'));
    server = await startServer({ EVENTS_FILE: file, DATA_DIR: folder });
    browser = await launchChromium();
  });
  after(async () => {
    await browser?.close();
    await server?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  /** A page with the package in it; `show` puts a widget there and waits until it rests. */
  async function open(options = {}) {
    const opened = await openPage(browser, options);
    const asked = [];
    opened.page.on('request', (request) => {
      if (request.url().includes('/api/')) asked.push(new URL(request.url()));
    });
    await opened.page.goto(`${server.url}blank.html`);
    await opened.page.evaluate(async () => {
      await import('/package/index.js');
      window.show = async (config, attributes, place) => {
        const widget = place ?? document.createElement('events-stats-widget');
        const all = { org: 'demo', 'base-url': '/', 'widget-id': 'w', locale: 'en-US', timezone: 'UTC', ...attributes };
        for (const name of widget.getAttributeNames()) if (!(name in all)) widget.removeAttribute(name);
        for (const [name, value] of Object.entries(all)) widget.setAttribute(name, value);
        widget.config = /** @type {Widget['config']} */ (config);
        if (!widget.isConnected) document.body.append(widget);
        await widget.settled();
        return widget;
      };
    });
    const show = (config, attributes = {}) =>
      opened.page.evaluate(async ([config, attributes]) => {
        window.widget = await window.show(config, attributes, window.widget);
      }, [config, { ...RANGE, ...attributes }]);
    const seen = (work, argument) => opened.page.evaluate(work, argument);
    return { ...opened, asked, show, seen };
  }

  const legend = () => [...window.widget.shadowRoot.querySelectorAll('.legend li')].map((item) => ({
    title: item.querySelector('.entry').getAttribute('title'),
    name: item.querySelector('.name').textContent,
    value: item.dataset.value,
    delta: item.querySelector('.delta').hasAttribute('hidden') ? null : item.querySelector('.amount').textContent,
    sense: item.querySelector('.delta').getAttribute('data-change') ?? '',
  }));
  const rows = () => [...window.widget.shadowRoot.querySelectorAll('tbody tr')].map((row) =>
    [...row.children].map((cell) => [...cell.children].map((part) => part.textContent)));
  const panel = () => {
    const { shadowRoot } = window.widget;
    return { label: shadowRoot.querySelector('.opener.compared .label').textContent, reason: shadowRoot.querySelector('.compared-panel .reason').textContent };
  };
  const notes = () => [...window.widget.shadowRoot.querySelectorAll('.notes-panel li')].map((item) => item.textContent);

  /** As the module writes it: at most two decimals, one from ten, none from a thousand percent on. */
  function percent(now, before) {
    if (before === 0) return now === 0 ? 'no change' : 'new';
    const change = (now - before) / before * 100;
    const digits = Math.abs(change) < 10 ? 2 : Number(Math.abs(change) < 1000);
    const text = Number(Math.abs(change).toFixed(digits)).toLocaleString('en-US', { maximumFractionDigits: digits });
    return `${text === '0' ? '' : change > 0 ? '+' : '-'}${text}%`;
  }

  it('brings hostile group names back from the earlier period, in as many requests as they take', async () => {
    const { show, seen, asked, complaints, close } = await open();
    await show(widget('line', [LABELS], { interval: '1h', limit: 25 }), { compare: '1d' });
    const entries = await seen(legend);
    const shown = NOW_AND_BEFORE.slice(0, 25);
    assert.equal(entries.length, 26, 'and Other');
    for (const [index, { name, now, before }] of shown.entries()) {
      assert.equal(entries[index].value, String(now), `${index} ${JSON.stringify(name)}`);
      assert.equal(entries[index].delta, percent(now, before), `${index} ${JSON.stringify(name)} is called ${entries[index].name}`);
    }
    const rest = NOW_AND_BEFORE.slice(25);
    const sum = (list, side) => list.reduce((total, one) => total + one[side], 0);
    // What is gone was in the earlier Other.
    assert.equal(entries[25].delta, percent(sum(rest, 'now'), sum(rest, 'before') + 500));
    const lengths = asked.map((url) => url.pathname.length + url.search.length);
    assert.ok(Math.max(...lengths) <= 6 * 1024, `${Math.max(...lengths)} bytes`);
    const earlier = asked.filter((url) => url.searchParams.get('start') === iso(TODAY - DAY) && url.searchParams.get('excludeOther') === '1');
    assert.ok(earlier.length >= 3, `${earlier.length} requests for 25 groups`);
    assert.match((await seen(notes)).join(' '), new RegExp(`No longer in the top groups: ${GONE}`));
    assert.deepEqual(complaints, []);
    await close();
  });

  it('finds the same rows of a table again', async () => {
    const { show, seen, close } = await open();
    await show(widget('table', [LABELS], { limit: 10 }), { compare: '1d' });
    const found = await seen(rows);
    assert.equal(found.length, 10);
    for (const [index, { name, now, before }] of NOW_AND_BEFORE.slice(0, 10).entries()) {
      const [first, second] = found[index];
      assert.equal(second[0], String(now));
      const said = before === 0 ? first[1] : second[1];
      assert.equal(said?.slice(1), percent(now, before), JSON.stringify(name));
    }
    assert.match((await seen(notes)).join(' '), new RegExp(GONE));
    const order = async () => (await seen(rows)).map(([[name]]) => name);
    const ranked = await order();
    await seen(async () => {
      window.widget.shadowRoot.querySelectorAll('.compared-panel .side')[1].click();
      await window.widget.settled();
    });
    const moved = NOW_AND_BEFORE.slice(0, 10).map(({ now, before }, index) => [now - before, ranked[index]]);
    assert.deepEqual(await order(), moved.sort(([a], [b]) => b - a).map(([, name]) => name));
    await close();
  });

  it('finds issues by their short ids and lists of exceptions by their last item', async () => {
    const { show, seen, asked, close } = await open();
    for (const [column, names] of /** @type {Array<[string, string[]]>} */ ([['issue', ['SHOP-1', 'unknown']], ['issue.id', ['SHOP-1', 'unknown']], ['error.type', ['Inner', 'E']]])) {
      const conditions = 'message:grouped';
      await show(
        widget('line', [{ columns: [column], fields: [column, 'count()'], orderby: '-count()', conditions }], { interval: '1h', limit: 2 }),
        { compare: '1d' },
      );
      const entries = await seen(legend);
      assert.deepEqual(entries.slice(0, 2).map(({ name, value, delta }) => [name, value, delta]), [
        [names[0], '12', '+300%'],
        [names[1], '9', '+200%'],
      ], column);
    }
    assert.ok(asked.some((url) => url.searchParams.get('query')?.includes('issue:"SHOP-1"')));
    assert.ok(asked.some((url) => url.searchParams.get('query')?.includes('!has:issue')));
    await close();
  });

  it('compares several axes, alone and with top events, and an Other that does not add up', async () => {
    const { show, seen, asked, close } = await open();
    const axes = ['count()', 'p95(transaction.duration)'];
    const more = { widgetType: 'transaction-like', interval: '1h' };
    await show(widget('line', [{ aggregates: axes }], more), { compare: '1w' });
    let entries = await seen(legend);
    assert.deepEqual(entries.map(({ name }) => name), axes);
    assert.ok(entries.every(({ delta }) => delta !== null));
    assert.deepEqual(await answered(asked, [TODAY - 7 * DAY, TODAY - 7 * DAY + 4 * HOUR], entries), true);

    asked.length = 0;
    const grouped = { columns: ['transaction'], aggregates: axes, fields: ['transaction', ...axes], orderby: '-count()' };
    await show(widget('line', [grouped], { ...more, limit: 2 }), { compare: '1d' });
    entries = await seen(legend);
    assert.equal(entries.length, 4, 'two groups on two axes');
    assert.ok(entries.every(({ delta }) => delta !== null), JSON.stringify(entries));

    await show(widget('line', [{ ...grouped, aggregates: [axes[1]], fields: ['transaction', axes[1]], orderby: `-${axes[1]}` }], { ...more, limit: 2 }), { compare: '1d' });
    entries = await seen(legend);
    assert.equal(entries.length, 3);
    assert.equal(entries[2].name, 'Other');
    assert.notEqual(entries[2].delta, null);
    const negated = asked.find((url) => url.searchParams.get('query')?.includes('!transaction:'));
    assert.ok(negated, 'the earlier Other of a percentile is asked for');
    assert.equal(negated.searchParams.get('start'), iso(TODAY - DAY));
    await close();
  });

  /** Whether totals of `count()` in the earlier range are those that the legend speaks of. */
  async function answered(asked, [start, end], entries) {
    const earlier = asked.find((url) => url.searchParams.get('start') === iso(start) && url.searchParams.get('end') === iso(end));
    const body = await (await fetch(earlier)).json();
    const total = body['count()'].data.reduce((sum, [, [{ count }]]) => sum + count, 0);
    return entries[0].title.includes(`compared to ${total.toLocaleString('en-US')} `);
  }

  it('asks the range that each offset says, and clamps months', async () => {
    const { show, asked, seen, close } = await open();
    const date = new Date(TODAY * 1000);
    const clamped = (months) => {
      const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - months + 1, 0)).getUTCDate();
      return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - months, Math.min(last, date.getUTCDate())) / 1000;
    };
    const starts = {
      previous: TODAY - 4 * HOUR, '1h': TODAY - HOUR, '1d': TODAY - DAY, '1w': TODAY - 7 * DAY, '4w': TODAY - 28 * DAY, '1M': clamped(1), '1y': clamped(12),
    };
    const words = {
      previous: 'vs previous period', '1h': 'vs 1 hour earlier', '1d': 'vs 1 day earlier', '1w': 'vs 1 week earlier', '4w': 'vs 4 weeks earlier', '1M': 'vs 1 month earlier', '1y': 'No comparison',
    };
    for (const [compare, start] of Object.entries(starts)) {
      asked.length = 0;
      await show(widget('line', [{}], { interval: '1h', widgetType: 'transaction-like' }), { compare });
      assert.ok(asked.some((url) => url.searchParams.get('start') === iso(start)), `${compare}: ${asked.map((url) => url.searchParams.get('start'))}`);
      assert.equal((await seen(panel)).label, words[compare]);
    }
    // A year back lies beyond retention: the chart stays, and says why there is no comparison.
    assert.equal(await seen(() => window.widget.state), 'ready');
    assert.match((await seen(panel)).reason, /^Comparison not available: .*date range/i);
    await close();
  });

  it('orders the biggest movers first on demand, and draws earlier lines on demand', async () => {
    const { show, seen, page, close } = await open();
    await show(widget('line', [LABELS], { interval: '1h', limit: 8 }), { compare: '1d' });
    const names = async () => (await seen(legend)).map(({ name }) => name);
    const ranked = NOW_AND_BEFORE.slice(0, 8);
    const labels = await names();
    const press = (selector, index = 0) => page.evaluate(async ([selector, index]) => {
      window.widget.shadowRoot.querySelectorAll(selector)[index].click();
      await window.widget.settled();
    }, [selector, index]);
    await press('.compared-panel .side', 1);
    const moved = ranked.map((one, index) => [Math.abs(one.now - one.before), labels[index]]).sort(([a], [b]) => b - a).map(([, name]) => name);
    assert.deepEqual(await names(), [...moved, 'Other']);
    await press('.compared-panel .side', 0);
    assert.deepEqual(await names(), labels);

    const drawn = () => page.evaluate(() => window.widget.toSvg().then((svg) => (svg.match(/stroke-dasharray/g) ?? []).length));
    assert.equal(await drawn(), 0, 'none among several');
    await press('.show-earlier', 2);
    assert.equal(await drawn(), 1);
    assert.equal(await page.evaluate(() => window.widget.shadowRoot.querySelectorAll('.show-earlier')[2].ariaPressed), 'true');
    await press('.show-earlier', 2);
    assert.equal(await drawn(), 0);

    await show(widget('area', [LABELS], { interval: '1h', limit: 8 }), { compare: '1d' });
    await press('.show-earlier', 2);
    assert.equal(await drawn(), 1, 'alone in its stack');
    assert.equal((await seen(() => [...window.widget.shadowRoot.querySelectorAll('.entry[aria-pressed="true"]')].length)), 1);
    await press('.show-earlier', 2);
    assert.equal(await drawn(), 0, 'a stack holds no earlier period');
    await close();
  });

  /** Runs in the page: a widget of its own for each config, at rest; what it says of the earlier period. */
  const compared = async ([configs, attributes]) => {
    const widgets = await Promise.all(configs.map((config, index) => window.show(config, attributes[index])));
    const said = await Promise.all(widgets.map(async (widget) => ({
      state: widget.state,
      csv: await widget.toCsv(),
      legend: [...widget.shadowRoot.querySelectorAll('.legend .entry')].map((entry) => entry.title),
    })));
    for (const widget of widgets) widget.remove();
    return said;
  };

  it("says on 200 cases what the server's own comparisonDelta says", async () => {
    const { seen, close } = await open();
    let drawn = 20_260_101;
    const draw = (list) => {
      drawn = (drawn * 48_271) % 2_147_483_647;
      return list[drawn % list.length];
    };
    const counting = ['count()', 'epm()', 'failure_rate()', 'count_unique(user)'];
    // Where there are no events these are null, which the server takes for zero and we do not.
    const measuring = ['p50', 'p95', 'avg', 'max', 'min', 'sum'].map((name) => `${name}(transaction.duration)`);
    const cases = Array.from({ length: 200 }, () => {
      const [interval, width] = draw([['30m', HOUR / 2], ['1h', HOUR], ['2h', 2 * HOUR], ['4h', 4 * HOUR], ['1d', DAY]]);
      const offset = draw([['1h', HOUR], ['6h', 6 * HOUR], ['1d', DAY], ['2d', 2 * DAY], ['1w', 7 * DAY]].filter(([, secs]) => Number(secs) % width === 0));
      const start = Math.floor((TODAY - draw([0, 1, 2, 3, 5]) * HOUR * 5) / width) * width;
      const isCounting = draw([true, false]) || width < HOUR;
      const query = isCounting
        ? { aggregates: [draw(counting)], conditions: draw(['', 'transaction:/cart', '!transaction:/cart', 'transaction:/nowhere', 'event.type:error']) }
        : { aggregates: [draw(measuring)], conditions: draw(['event.type:transaction', '!transaction:/cart', 'has:transaction.duration']) };
      const config = { ...widget('line', [query]), interval, widgetType: isCounting ? draw(['transaction-like', 'error-events']) : 'transaction-like' };
      return { config, offset, range: { start: iso(start), end: iso(start + draw([3, 7, 12]) * width) } };
    });
    const withDeltas = { totals: 0, buckets: 0 };
    for (let first = 0; first < cases.length; first += 20) {
      const some = cases.slice(first, first + 20);
      const own = some.map(({ offset, range }) => ({ ...range, compare: offset[0] }));
      const asked = some.map(({ config, offset }) => ({ ...config, params: { comparisonDelta: offset[1] } }));
      const [client, reference] = [await seen(compared, [some.map(({ config }) => config), own]), await seen(compared, [asked, some.map(({ range }) => range)])];
      for (const [index, said] of client.entries()) {
        const name = JSON.stringify(some[index]);
        assert.equal(said.state, 'ready', name);
        assert.match(said.csv, /\(earlier\)/, name);
        assert.deepEqual(said, reference[index], name);
        withDeltas.totals += Number(/[+-][\d.,]+(%| pp|\/)/.test(said.legend[0]));
        withDeltas.buckets += said.csv.split('\r\n').slice(1).filter((line) => /,[^,]+,[^,]+$/.test(line)).length;
      }
    }
    assert.ok(withDeltas.totals > 80 && withDeltas.buckets > 1000, JSON.stringify(withDeltas));
    await close();
  });

  it('pairs by the local clock of the viewer, and by whole buckets where those are too wide', async () => {
    const { seen, close } = await open();
    const cases = {
      // The 26th of October has one 2:00 in Berlin, the day before has two: the first of them counts.
      doubled: ['2026-10-25T23:00:00', '2026-10-26T03:00:00', HOUR, '1d', [25, 25, 25, 24]],
      // The 30th of March has a 2:00, the day before has none.
      missing: ['2026-03-29T22:00:00', '2026-03-30T02:00:00', HOUR, '1d', [23, 23, null, 24]],
      // Days of UTC cannot move by an hour.
      whole: ['2026-04-01T00:00:00', '2026-04-04T00:00:00', DAY, '1w', [168, 168, 168]],
    };
    for (const [name, [start, end, width, compare, hours]] of Object.entries(cases)) {
      const found = await seen(async ([config, attributes, width]) => {
        const widget = document.createElement('events-stats-widget');
        // Each bucket counts the hours up to its start.
        widget.fetch = async (address) => {
          const { searchParams } = new URL(address, location.href);
          const [from, to] = ['start', 'end'].map((name) => Date.parse(`${searchParams.get(name)}Z`) / 1000);
          const data = [];
          for (let at = Math.floor(from / width) * width; at < to; at += width) data.push([at, [{ count: at / 3600 }]]);
          return new Response(JSON.stringify({ data, start: from, end: to }));
        };
        await window.show(config, attributes, widget);
        const csv = await widget.toCsv();
        const chart = widget.shadowRoot.querySelector('.chart');
        chart.focus();
        chart.dispatchEvent(new KeyboardEvent('keydown', { key: 'End' }));
        await widget.settled();
        const against = widget.shadowRoot.querySelector('.tooltip .against').textContent;
        widget.remove();
        return { csv, against };
      }, [{ ...widget('line', [{}]), interval: width === DAY ? '1d' : '1h' }, { start, end, compare, timezone: 'Europe/Berlin' }, width]);
      const back = found.csv.trim().split('\r\n').slice(1).map((line) => {
        const [, now, before] = line.split(',');
        return before === '' ? null : now - before;
      });
      assert.deepEqual(back, hours, name);
      assert.equal(found.against.includes('shifted by whole buckets'), name === 'whole', found.against);
    }
    await close();
  });

  it('shows each form, light and dark', async () => {
    const pictures = process.env.SCREENSHOTS ?? folder;
    const forms = {
      line: widget('line', [{}], { interval: '30m', widgetType: 'transaction-like' }),
      bar: widget('bar', [{ aggregates: ['p95(transaction.duration)'] }], { interval: '30m', widgetType: 'transaction-like' }),
      axes: widget('line', [{ aggregates: ['count()', 'p95(transaction.duration)'] }], { interval: '30m', widgetType: 'transaction-like' }),
      area: widget('area', [LABELS], { interval: '30m', limit: 5 }),
      table: widget('table', [LABELS], { limit: 6 }),
      number: widget('big_number', [{ aggregates: ['count()'] }]),
    };
    const looks = {};
    for (const colorScheme of ['light', 'dark']) {
      const { show, seen, page, complaints, close } = await open({ colorScheme, viewport: { width: 640, height: 340 } });
      for (const [name, config] of Object.entries(forms)) {
        await show(config, { compare: '1d' });
        const { deltas, dashes } = await seen(async () => {
          const shown = (element) => element.checkVisibility();
          const svg = await window.widget.toSvg().catch(() => '');
          return {
            deltas: [...window.widget.shadowRoot.querySelectorAll('.delta')].filter(shown).map((delta) => [delta.textContent, getComputedStyle(delta).color]),
            dashes: [...svg.matchAll(/stroke-dasharray[^>]* stroke="(#\w+)"/g)].map(([, color]) => color),
          };
        });
        assert.ok(deltas.length > 0, name);
        for (const [text] of deltas) assert.match(text, /^(▲\+|▼-)[\d.,]+(%| pp)$|^=|^✦new$/, name);
        assert.equal(dashes.length, ['line', 'bar'].includes(name) ? 1 : 0, name);
        looks[name] ??= [];
        looks[name].push(JSON.stringify([dashes, deltas.map(([, color]) => color)]));
        await page.screenshot({ path: join(pictures, `compare-${name}-${colorScheme}.png`) });
      }
      assert.deepEqual(complaints, []);
      await close();
    }
    for (const [name, [light, dark]] of Object.entries(looks)) assert.notEqual(light, dark, name);
  });
});
