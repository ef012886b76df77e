"""`python -m lexhop.evals.bench`: run all benchmarks on this machine, write docs/benchmarks.md."""

from lexhop.evals.bench.suite import main

if __name__ == "__main__":
    main()
