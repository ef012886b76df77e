"""What hostile input does to lexhop: each kind tried, and what held."""
