"""What the product is good for, as numbers that a change may not lower: small and in process."""
