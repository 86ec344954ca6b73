"""`python -m tests.bench [name …]`: measure, print the table, write var/bench.json; exit code 1 when a bar is missed."""

import os
import sys
import time
import traceback

from tests.bench.registry import Figure, NotYet, all_measurements, keep, table
from tests.bench.workshop import ROOT, open_workshop


def main(wanted: list[str]) -> int:
    """Run the measurements named, all of them by default."""
    figures: list[Figure] = []
    skipped: list[str] = []
    with open_workshop() as workshop:
        measurements = all_measurements()
        unknown = [name for name in wanted if name not in measurements]
        if unknown:
            print(f"Unknown: {', '.join(unknown)}. There are: {', '.join(measurements)}.")
            return 2
        for name, measure in measurements.items():
            if wanted and name not in wanted:
                continue
            began = time.monotonic()
            print(f"{name} …", end=" ", flush=True)
            try:
                figures += measure(workshop)
            except NotYet as reason:
                skipped.append(f"skipped {name}: {reason}")
            except Exception:  # the figures of the others are wanted all the same
                traceback.print_exc()
                skipped.append(f"FAILED {name}: see above")
            print(f"{time.monotonic() - began:.1f} s", flush=True)
    busy = f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
    file = ROOT / "var" / "bench.json"
    keep(figures, file)
    print("", table(figures), "", *skipped, f"{busy}; written to {file}", sep="\n")
    return 0 if all(figure.ok for figure in figures) and not any(line.startswith("FAILED") for line in skipped) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
