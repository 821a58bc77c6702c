"""Forms of pages across the apps."""
