"""`python -m lexhop` is the `lexhop` command."""

from lexhop.app import main

if __name__ == "__main__":
    main()
