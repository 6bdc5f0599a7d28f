/** A dashboard in the shape of Sentry's API with one widget of each kind. */
const query = (facts) => ({ name: '', conditions: '', orderby: '', aggregates: [], columns: [], fields: [], fieldAliases: [], ...facts });
const widget = (id, facts) => ({ id: String(id), title: `Widget ${id}`, interval: '5m', limit: null, widgetType: 'discover', thresholds: null, ...facts });

export const DASHBOARD = {
  id: '7',
  title: 'Service health',
  projects: [1, 2],
  environment: ['prod'],
  period: '24h',
  filters: {},
  widgets: [
    widget(1, { displayType: 'line', queries: [query({ aggregates: ['count()'], fields: ['count()'] })] }),
    widget(2, {
      displayType: 'area', limit: 4,
      queries: [query({
        conditions: 'level:error OR level:fatal', orderby: '-count()',
        aggregates: ['count()'], columns: ['error.type', 'release'], fields: ['error.type', 'release', 'count()'],
      })],
    }),
    widget(3, {
      displayType: 'line', widgetType: 'transaction-like',
      queries: [query({ conditions: 'transaction:/a', aggregates: ['p50(transaction.duration)', 'p95(transaction.duration)', 'equation|count() / 2'], orderby: '-equation[0]', fields: [] })],
    }),
    widget(4, { displayType: 'table', widgetType: 'error-events', limit: 10, queries: [query({ conditions: 'error.handled:0', orderby: '-count', aggregates: ['count()'], columns: ['title'], fields: ['title', 'count()'] })] }),
    widget(5, { displayType: 'big_number', widgetType: 'error-events', queries: [query({ conditions: 'level:fatal', aggregates: ['count()'], fields: ['count()'] })] }),
    widget(6, { displayType: 'top_n', widgetType: 'transaction-like', queries: [query({ orderby: '-p95(transaction.duration)', aggregates: ['count()', 'p95(transaction.duration)'], columns: ['transaction'], fields: ['transaction', 'count()', 'p95(transaction.duration)'] })] }),
    widget(8, { displayType: 'bar', widgetType: 'spans', queries: [query({ conditions: 'span.op:db', orderby: '-count(span.duration)', aggregates: ['count(span.duration)'], columns: ['span.op'], fields: ['span.op', 'count(span.duration)'] })] }),
    widget(9, { displayType: 'line', queries: [query({ conditions: 'a:b', aggregates: ['eps()'], fields: ['eps()'] }), query({ conditions: 'c:d', aggregates: ['epm()'], columns: ['browser'], orderby: '-last_seen()', fields: ['browser', 'epm()'] })] }),
    widget(10, { displayType: 'area', widgetType: 'error-events', queries: [query({ conditions: 'e:f', aggregates: ['count()'], columns: ['url'], orderby: '-equation|count() * 2', fields: ['url', 'count()'] })] }),
    widget(11, { displayType: 'area', widgetType: 'error-events', queries: [query({ conditions: 'g:h', aggregates: ['count()'], columns: ['issue.id'], orderby: '-count()', fields: ['issue.id', 'count()'] })] }),
    widget(12, { displayType: 'table', widgetType: 'issue', limit: 8, queries: [query({ conditions: 'is:unresolved level:error', columns: ['issue', 'title', 'assignee', 'events'], fields: ['issue', 'title', 'assignee', 'events'], orderby: 'freq' })] }),
    widget(13, { displayType: 'line', widgetType: 'metrics', queries: [query({ conditions: 'release:a', aggregates: ['crash_free_rate(session)'], fields: ['crash_free_rate(session)'], orderby: '-crash_free_rate(session)' })] }),
    widget(14, { displayType: 'table', widgetType: 'metrics', limit: 4, queries: [query({ aggregates: ['sum(session)', 'count_crashed(session)'], columns: ['release'], fields: ['release', 'sum(session)', 'count_crashed(session)'], orderby: '-release' })] }),
    widget(16, { displayType: 'big_number', widgetType: 'error-events', queries: [query({ conditions: 'n:m', aggregates: ['count()', 'count_unique(user)'], selectedAggregate: 1, fields: ['count()', 'count_unique(user)'] })] }),
    widget(15, { displayType: 'table', widgetType: 'issue', queries: [query({ columns: ['title'], fields: ['title'] })] }),
  ],
};
