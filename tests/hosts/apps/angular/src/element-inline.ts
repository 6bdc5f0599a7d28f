import 'events-stats-widget/inline';
