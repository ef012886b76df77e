"""The embedded store: LanceDB tables in a folder."""
