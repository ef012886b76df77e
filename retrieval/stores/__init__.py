"""Where passages lie: one folder an adapter, each behind `retrieval.ports.PassageStore`."""
