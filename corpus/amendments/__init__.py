"""Amending acts: their instructions as typed changes, and what these make of an act."""
