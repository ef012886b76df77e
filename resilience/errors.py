"""Which failures a retry can help."""


class Transient(Exception):
    """It failed now and may work in a moment: a time-out, a dropped connection, a full queue."""
