"""The figures: `make bench` measures, prints a table and writes var/bench.json.

Each measurement is a function in a module of its own here, marked with @measurement; it gets a Workshop (a data folder with
the demo province loaded) and yields Figures. `python -m tests.bench pages letters` runs only what is named.
"""
