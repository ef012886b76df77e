"""From candidates to a ranking: BM25, n-grams, references, hops over prose, fusion."""
