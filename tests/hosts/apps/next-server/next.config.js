module.exports = { serverExternalPackages: ['events-stats-widget'] };
