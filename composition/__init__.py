"""Builds what runs: with app.py, the only place where clients and settings are."""
