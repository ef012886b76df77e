"""Removes personal data from all that leaves this process."""
