"""What a question says: its citations and terms, the statute words for them, the answer type."""
