"""The embedded store: LanceDB tables in a folder."""

from lexhop.retrieval.stores.lance.deferred import defer_rest_client

defer_rest_client()
