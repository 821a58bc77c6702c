"""Speed and memory, measured: `make bench`. Not part of the tests, which never time anything."""
