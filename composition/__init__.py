"""The composition root: with app.py, the only place that reads settings and builds clients."""
