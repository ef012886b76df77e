"""What operators see of a run, with nobody's personal data in it: traces, logs, metrics."""
