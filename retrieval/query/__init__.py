"""Query analysis: citations, terms, matching statute words, and the kind of fact asked for."""
