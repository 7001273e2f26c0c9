"""Let `python -m server` be the command line, where the script `minutier` is not on the path."""

from __future__ import annotations

from server.cli import main

if __name__ == "__main__":
    main()
