"""Pages of reports: queue, intake, one report, lists, the phone's pages and the public's."""
