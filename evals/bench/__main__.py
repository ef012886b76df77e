"""`python -m lexhop.evals.bench`: measure everything on this machine, write docs/benchmarks.md."""

from lexhop.evals.bench.suite import main

if __name__ == "__main__":
    main()
