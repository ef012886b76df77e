"""What travels through the graph: plain records, the run's state and its options."""
