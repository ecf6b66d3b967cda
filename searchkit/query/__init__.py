"""From a typed string to a request: dates, the query tree, the parser, the request."""
