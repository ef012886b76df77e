"""Multi-hop question answering over documents that refer to each other, with checked citations."""
