"""Views, one module for each noun."""
