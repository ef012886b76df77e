"""Finding passages: ports, stores, channels, fusion and the reference graph."""
