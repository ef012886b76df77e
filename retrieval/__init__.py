"""Search: ports, stores, query analysis, ranking and embeddings."""
