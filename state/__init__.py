"""The data of the graph: plain records, the run's state and its options."""
