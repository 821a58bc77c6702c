"""The demo: the Göteborg case and one-click login. Exists only with IOP_DEMO=1."""
