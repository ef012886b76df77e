"""The benchmark of the project itself; not in the wheel."""
