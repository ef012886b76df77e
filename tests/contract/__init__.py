"""One suite for every store: what readers and an ingest may count on."""
