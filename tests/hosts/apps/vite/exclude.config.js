export default { optimizeDeps: { exclude: ['events-stats-widget'] } };
