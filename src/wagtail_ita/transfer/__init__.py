"""Reports and items in and out of the site: record to page, page to record, and the formats."""
