export const errors = {
  title: 'Errors',
  displayType: 'area',
  widgetType: 'error-events',
  queries: [{ aggregates: ['count()'], conditions: 'level:error' }],
};
