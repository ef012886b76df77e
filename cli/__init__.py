"""What the command line prints: data on stdout, everything else on stderr."""
