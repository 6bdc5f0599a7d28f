import 'events-stats-widget';
