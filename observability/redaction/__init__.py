"""Takes personal data out of whatever leaves this process."""
